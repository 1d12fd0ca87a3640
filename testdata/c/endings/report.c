#include <stdio.h>
#include <stdlib.h>

void give_up(const char *why)
{
    warn(why);
    leave(1);
}

void warn(const char *what)
{
    fprintf(stderr, "%s\n", what);
}

static void leave(int code)
{
    exit(code);
}
