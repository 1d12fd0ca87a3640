#include <stdlib.h>
#include "memory.h"

void *sure_memory(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        goto none;
    return memory;
none:
    no_memory();
}

void *maybe_memory(size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        warn("no memory");
    return memory;
}

void no_memory(void)
{
    give_up("no memory");
}
