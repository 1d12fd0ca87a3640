#include <windows.h>

struct database {
    HKEY root_key;
};

struct entry {
    struct database *database;
};

void keep_entry(struct entry *entry);
