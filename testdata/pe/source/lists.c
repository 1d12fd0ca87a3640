// Lists of keys that grow, and the last of a row of keys that is treated otherwise.
#include "../include/winreg.h"

#define EXPORT __declspec(dllexport)

BOOL WINAPI DllMain(HMODULE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason == DLL_PROCESS_ATTACH;
}

IMPORT void *WINAPI Reserve(ULONG_PTR);
IMPORT void WINAPI Release(void *);
IMPORT void WINAPI Copy(void *, const void *, ULONG_PTR);

// What a vector of C++ is: begin, end, and the end of the room.
struct keys {
    HKEY *begin, *end, *room;
};

__declspec(noinline) static void append(struct keys *all, const HKEY *key)
{
    if (all->end == all->room) {
        ULONG_PTR count = all->end - all->begin, room = count + count / 2 + 1;
        HKEY *begin = Reserve(room * sizeof(HKEY));
        begin[count] = *key;
        Copy(begin, all->begin, count * sizeof(HKEY));
        if (all->begin)
            Release(all->begin);
        all->begin = begin;
        all->end = begin + count + 1;
        all->room = begin + room;
    } else {
        *all->end = *key;
        all->end++;
    }
}

EXPORT LSTATUS Grows(const WCHAR *const *names, ULONG_PTR count)
{
    struct keys all;
    LSTATUS status = ERROR_SUCCESS;
    all.begin = all.end = all.room = NULL;
    for (ULONG_PTR i = 0; i < count; i++) {
        HKEY key = NULL;
        status = RegOpenKeyExW(HKEY_CURRENT_USER, names[i], 0, KEY_READ, &key); //= unknown //@= object //@~ user-key-in-object
        if (status != ERROR_SUCCESS)
            break;
        append(&all, &key);
    }
    for (HKEY *key = all.begin; key != all.end; key++)
        RegCloseKey(*key);
    Release(all.begin);
    return status;
}

// Only the last of a row is for the caller: that one, and no other, is the one before the end.
EXPORT BOOL LastIsKept(const WCHAR *const *names, ULONG_PTR count, HKEY *out)
{
    HKEY key = NULL, last = NULL;
    if (count == 0)
        return 0;
    for (ULONG_PTR i = 0; i < count; i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, names[i], 0, KEY_READ, &key) != ERROR_SUCCESS) //= caller
            return 0;
        if (i == count - 1)
            last = key;
        else
            RegCloseKey(key);
    }
    *out = last;
    return 1;
}
