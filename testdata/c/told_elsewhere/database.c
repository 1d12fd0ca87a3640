// One caller's database is known, another's is not: who fills the member tells of both.
#include "database.h"

void keep_entry(struct entry *entry)
{
    HKEY key;
    if (RegCreateKeyW(entry->database->root_key, L"Entry", &key) == ERROR_SUCCESS) //= leaked //~ leaked-machine-key
        LogLine("kept");
}

static BOOL make_database(struct database **made)
{
    struct database *database = malloc(sizeof(*database));
    if (RegCreateKeyW(HKEY_LOCAL_MACHINE, L"Database", &database->root_key) != ERROR_SUCCESS) //= object
        return FALSE;
    *made = database;
    return TRUE;
}

void load_database(void)
{
    struct database *database;
    struct entry entry;
    if (!make_database(&database)) //= scoped
        return;
    entry.database = database;
    keep_entry(&entry);
    RegCloseKey(database->root_key);
}
