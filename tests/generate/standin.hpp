/*
 * A stand-in for <windows.h> for programs in C++ or of several files.
 *
 * HKEY is a class that knows all its living copies: the copy that goes last while the key is open has leaked it there. Every
 * run is a process of its own; what it finds out goes to memory that all of them share.
 */
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int32_t LONG, LSTATUS, HRESULT, BOOL, INT;
typedef uint32_t DWORD, UINT, ULONG, REGSAM;
typedef uint8_t BYTE, *LPBYTE;
typedef void VOID, *LPVOID, *HANDLE;
typedef wchar_t WCHAR, *LPWSTR;
typedef const wchar_t *LPCWSTR;
typedef const char *LPCSTR;
typedef DWORD *LPDWORD;

#define TRUE 1
#define FALSE 0
#define WINAPI
#define MAX_PATH 260
#define ERROR_SUCCESS 0
#define NO_ERROR 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_NOT_SUPPORTED 50
#define ERROR_INVALID_PARAMETER 87
#define S_OK 0
#define E_FAIL ((HRESULT)0x80004005)
#define SUCCEEDED(hr) ((HRESULT)(hr) >= 0)
#define FAILED(hr) ((HRESULT)(hr) < 0)
inline HRESULT HRESULT_FROM_WIN32(uint32_t x) { return (HRESULT)x <= 0 ? (HRESULT)x : (HRESULT)((x & 0xFFFF) | 0x80070000u); }
#define KEY_READ 0x20019
#define KEY_WRITE 0x20006
#define KEY_QUERY_VALUE 1
#define KEY_ALL_ACCESS 0xF003F
#define REG_OPTION_NON_VOLATILE 0
#define REG_DWORD 4

enum { K_RETURN, K_END, K_GOTO, K_OVERWRITE, K_THROW };
enum { C_SCOPED = 1, C_CALLER = 2, C_OBJECT = 4, C_PROCESS = 8, C_LEAKED = 16 };
enum { R_HKCU = 1, R_HKCR = 2, R_HKU = 4, R_PARAM = 8, R_HKLM = 16 };

class HKEY;
typedef HKEY *PHKEY;

struct h_frame_data {
    char *base, *self;
    size_t self_size;
    int file, line, exit_line, exit_kind, uncaught;
    const char *name;
};
struct h_site_data { int file, line, via, classes, roots, direct_roots, n, exits[64][2]; char name[64]; };
struct h_handle { int open, lost, root, n; struct { int site, frame; } owner[8]; };
struct h_block { char *at; size_t size; int seen; };
struct h_object_data { char *at; size_t size; bool owns; };

/* Lives outside of the static data, which is searched for pointers. */
struct h_all {
    int choice[64], arity[64], at, len;
    h_site_data site[4000];
    int sites;
    /* of one run */
    h_frame_data frame[64];
    int top;
    h_handle handle[512];
    int handles;
    const HKEY *name[1024];
    int names;
    h_block block[256];
    int blocks;
    h_object_data object[256];
    int objects;
};
inline h_all *h = (h_all *)mmap(nullptr, sizeof(h_all), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

[[noreturn]] inline void h_bug(const char *what)
{
    printf("BUG %d:%d %s\n", h->frame[h->top].file, h->frame[h->top].line, what);
    fflush(stdout);
    _exit(3);
}

inline int h_choose(int n)
{
    if (h->at >= 40)
        _exit(0);
    if (h->at >= h->len)
        h->choice[h->at] = 0, h->len = h->at + 1;
    h->arity[h->at] = n;
    return h->choice[h->at++];
}

inline const uintptr_t H_BASE = 0x5A5A000000000000u;
inline h_handle *h_find(uintptr_t value)
{
    uintptr_t i = value - H_BASE;
    return i > 0 && i <= (uintptr_t)h->handles ? &h->handle[i - 1] : nullptr;
}

inline int h_site(int file, int line, const char *name, int via)
{
    for (int i = 0; i < h->sites; i++)
        if (h->site[i].file == file && h->site[i].line == line && h->site[i].via == via && !strcmp(h->site[i].name, name))
            return i;
    if (h->sites == 4000)
        h_bug("too many sites");
    h_site_data &s = h->site[h->sites];
    s.file = file, s.line = line, s.via = via;
    strncpy(s.name, name, sizeof s.name - 1);
    return h->sites++;
}

inline void h_leak(int site, int line, int kind)
{
    if (site < 0)
        return;
    h_site_data &s = h->site[site];
    s.classes |= C_LEAKED;
    for (int i = 0; i < s.n; i++)
        if (s.exits[i][0] == line && s.exits[i][1] == kind)
            return;
    if (line == 0)
        h_bug("a leak at no line");
    s.exits[s.n][0] = line, s.exits[s.n++][1] = kind;
}

/* Where the frame on top is being left, if it is. */
inline void h_way_out(int *line, int *kind)
{
    h_frame_data &f = h->frame[h->top];
    if (std::uncaught_exceptions() > f.uncaught)
        *line = f.line, *kind = K_THROW;
    else if (f.exit_line)
        *line = f.exit_line, *kind = f.exit_kind;
    else
        *line = f.line, *kind = K_OVERWRITE;
}

inline void h_lose(h_handle *k, int line, int kind)
{
    k->lost = 1;
    for (int i = 0; i < k->n; i++) {
        int frame = k->owner[i].frame;
        if (frame == h->top)
            h_leak(k->owner[i].site, line, kind);
        else
            h_leak(k->owner[i].site, h->frame[frame].line, K_OVERWRITE);
    }
}

class HKEY {
public:
    uintptr_t v;
    HKEY() : v(0xCCCCCCCC) { born(); }
    HKEY(std::nullptr_t) : v(0) { born(); }
    HKEY(const HKEY &o) : v(o.v) { born(); }
    ~HKEY() { dies(); }
    HKEY &operator=(const HKEY &o)
    {
        uintptr_t old = v;
        v = o.v;
        gone(old, true);
        return *this;
    }
    explicit operator bool() const { return v != 0; }
    friend bool operator==(const HKEY &a, const HKEY &b) { return a.v == b.v; }
    friend bool operator!=(const HKEY &a, const HKEY &b) { return a.v != b.v; }
    static HKEY of(uintptr_t value)
    {
        HKEY key(nullptr);
        key.v = value;
        return key;
    }

private:
    void born()
    {
        if (!h)
            return;
        if (h->names == 1024)
            h_bug("too many names");
        h->name[h->names++] = this;
    }
    void dies()
    {
        if (!h)
            return;
        for (int i = 0; i < h->names; i++)
            if (h->name[i] == this)
                h->name[i] = h->name[--h->names];
        gone(v, false);
    }
    static void gone(uintptr_t value, bool assigned)
    {
        h_handle *k = h ? h_find(value) : nullptr;
        if (!k || !k->open || k->lost || k->n == 0)
            return;
        for (int i = 0; i < h->names; i++)
            if (h->name[i]->v == value)
                return;
        int line, kind;
        h_way_out(&line, &kind);
        if (assigned)
            line = h->frame[h->top].line, kind = K_OVERWRITE;
        h_lose(k, line, kind);
    }
};
#define HKEY_CLASSES_ROOT HKEY::of(0x80000000u)
#define HKEY_CURRENT_USER HKEY::of(0x80000001u)
#define HKEY_LOCAL_MACHINE HKEY::of(0x80000002u)
#define HKEY_USERS HKEY::of(0x80000003u)

/* Stands in every class as a member: tells what is an object. */
class h_object {
    char *self;
    size_t offset, size;
    bool owns;
    void add()
    {
        if (!h)
            return;
        if (h->objects == 256)
            h_bug("too many objects");
        h->object[h->objects++] = { self, size, owns };
    }

public:
    h_object(void *at, size_t size, bool owns) : self((char *)at), offset((char *)this - (char *)at), size(size), owns(owns) { add(); }
    h_object(const h_object &o) : self((char *)this - o.offset), offset(o.offset), size(o.size), owns(o.owns) { add(); }
    h_object &operator=(const h_object &) { return *this; }
    ~h_object()
    {
        if (!h)
            return;
        for (int i = h->objects; i-- > 0;)
            if (h->object[i].at == self && h->object[i].size == size) {
                h->object[i] = h->object[--h->objects];
                break;
            }
    }
};

/* ---- memory ---- */
inline void *h_allocate(size_t size)
{
    void *at = calloc(1, size ? size : 1);
    if (h && h->blocks < 256)
        h->block[h->blocks++] = { (char *)at, size, 0 };
    return at;
}
inline void h_free(void *at)
{
    for (int i = 0; h && i < h->blocks; i++)
        if (h->block[i].at == at)
            h->block[i] = h->block[--h->blocks];
    free(at);
}

extern "C" char __data_start, _end;

inline bool h_points(char *from, char *to, const h_block &block)
{
    for (from = (char *)(((uintptr_t)from + 7) & ~(uintptr_t)7); from + 8 <= to; from += 8) {
        char *word;
        memcpy(&word, from, 8);
        if (word >= block.at && word < block.at + block.size)
            return true;
    }
    return false;
}

/* Who can reach the block when the frame on top is left. */
inline int h_reach(int b)
{
    h_frame_data &f = h->frame[h->top];
    h_block &block = h->block[b];
    if (block.seen++)
        return 0;
    int found = 0;
    if (f.self && h_points(f.self, f.self + f.self_size, block))
        found = C_OBJECT;
    else if (h_points(&__data_start, &_end, block))
        found = C_PROCESS;
    else if (h_points(f.base + 16, h->frame[0].base, block))
        found = C_OBJECT;
    for (int i = 0; !found && i < h->blocks; i++)
        if (h_points(h->block[i].at, h->block[i].at + h->block[i].size, block))
            found = h_reach(i);
    return found;
}

inline int h_held_by(const HKEY *name)
{
    h_frame_data &f = h->frame[h->top];
    char *at = (char *)name;
    if (f.self && at >= f.self && at < f.self + f.self_size)
        return C_OBJECT;
    if (at >= &__data_start && at < &_end)
        return C_PROCESS;
    for (int i = 0; i < h->blocks; i++)
        if (at >= h->block[i].at && at < h->block[i].at + h->block[i].size) {
            for (int k = 0; k < h->blocks; k++)
                h->block[k].seen = 0;
            return h_reach(i);
        }
    for (int i = 0; i < h->objects; i++)
        if (at >= h->object[i].at && at < h->object[i].at + h->object[i].size)
            return h->object[i].owns ? C_CALLER : C_OBJECT;
    return C_CALLER;
}

struct h_frame {
    h_frame(void *base, int file, int line, const char *name, const void *self, size_t size)
    {
        if (++h->top == 64)
            h_bug("recursion");
        h->frame[h->top] = { (char *)base, (char *)self, size, file, line, 0, 0, std::uncaught_exceptions(), name };
    }
    ~h_frame()
    {
        for (int i = 0; i < h->handles; i++)
            settle(&h->handle[i]);
        h->top--;
    }
    static void settle(h_handle *k)
    {
        h_frame_data &f = h->frame[h->top], &up = h->frame[h->top - 1];
        int given = 0;
        for (int i = 0; i < k->n; i++) {
            if (k->owner[i].frame != h->top)
                continue;
            int site = k->owner[i].site, found = C_SCOPED;
            if (k->open && !k->lost) {
                found = 0;
                for (int n = 0; n < h->names; n++)
                    if (h_find(h->name[n]->v) == k)
                        found |= h_held_by(h->name[n]);
                int line, kind;
                h_way_out(&line, &kind);
                if (!found)
                    h_leak(site, line, kind);
                given |= found;
            }
            if (!k->lost && site >= 0)
                h->site[site].classes |= found;
            k->owner[i--] = k->owner[--k->n];
        }
        bool method = f.self != nullptr, same = method && up.self && f.self >= up.self && f.self < up.self + up.self_size;
        bool carried = (given & C_CALLER) || ((given & C_OBJECT) && method);
        if (!carried || (given & C_PROCESS) || h->top == 1)
            return;
        int site = same && f.self == up.self ? -1 : h_site(up.file, up.line, f.name, 1);
        if (site >= 0)
            h->site[site].roots |= k->root;
        k->owner[k->n].site = site, k->owner[k->n++].frame = h->top - 1;
    }
};

inline void h_line(int line) { h->frame[h->top].line = line, h->frame[h->top].exit_line = 0; }
inline void h_exit(int line, int kind)
{
    h->frame[h->top].line = line;
    h->frame[h->top].exit_line = line, h->frame[h->top].exit_kind = kind;
}

/* ---- the registry ---- */
inline int h_root_of(const HKEY &key)
{
    if (key.v >= 0x80000000u && key.v <= 0x80000003u)
        return (int[]){ R_HKCR, R_HKCU, R_HKLM, R_HKU }[key.v - 0x80000000u];
    if (key.v == 0)
        return 0;
    h_handle *k = h_find(key.v);
    if (!k)
        h_bug("a handle that was never set is used");
    if (!k->open)
        h_bug("a closed key is used");
    return k->root;
}
inline LONG h_error() { return h_choose(2) ? ERROR_ACCESS_DENIED : ERROR_FILE_NOT_FOUND; }

inline HKEY h_new(int root, const char *api)
{
    h_handle &k = h->handle[h->handles++];
    h_frame_data &f = h->frame[h->top];
    memset(&k, 0, sizeof k);
    k.open = 1, k.root = root;
    if (api) {
        int site = h_site(f.file, f.line, api, 0);
        k.n = 1, k.owner[0].site = site, k.owner[0].frame = h->top;
        (h->top == 1 ? h->site[site].direct_roots : h->site[site].roots) |= root;
    }
    return HKEY::of(H_BASE + h->handles);
}
inline HKEY h_given() { return h_new(R_PARAM, nullptr); }

inline LONG h_open(const HKEY &root, HKEY *out, const char *api)
{
    int below = h_root_of(root);
    if (!below)
        return ERROR_INVALID_HANDLE;
    if (h_choose(2))
        return h_error();
    *out = h_new(below, api);
    return ERROR_SUCCESS;
}
inline LONG RegOpenKeyExW(const HKEY &root, LPCWSTR, DWORD, REGSAM, HKEY *out) { return h_open(root, out, "RegOpenKeyExW"); }
inline LONG RegOpenKeyExA(const HKEY &root, LPCSTR, DWORD, REGSAM, HKEY *out) { return h_open(root, out, "RegOpenKeyExA"); }
inline LONG RegOpenKeyW(const HKEY &root, LPCWSTR, HKEY *out) { return h_open(root, out, "RegOpenKeyW"); }
inline LONG RegCreateKeyW(const HKEY &root, LPCWSTR, HKEY *out) { return h_open(root, out, "RegCreateKeyW"); }
inline LONG RegOpenCurrentUser(REGSAM, HKEY *out) { return h_open(HKEY_CURRENT_USER, out, "RegOpenCurrentUser"); }
inline LONG RegCreateKeyExW(const HKEY &root, LPCWSTR, DWORD, LPWSTR, DWORD, REGSAM, void *, HKEY *out, DWORD *)
{
    return h_open(root, out, "RegCreateKeyExW");
}
inline LONG RegCreateKeyExA(const HKEY &root, LPCSTR, DWORD, char *, DWORD, REGSAM, void *, HKEY *out, DWORD *)
{
    return h_open(root, out, "RegCreateKeyExA");
}
inline LONG RegCloseKey(const HKEY &key)
{
    if (key.v == 0)
        return ERROR_INVALID_HANDLE;
    h_handle *k = h_find(key.v);
    if (!k)
        h_bug("something that was never set is closed");
    if (!k->open)
        h_bug("a key is closed twice");
    k->open = 0;
    return ERROR_SUCCESS;
}
inline LONG h_use(const HKEY &key)
{
    if (!h_root_of(key))
        return ERROR_INVALID_HANDLE;
    return h_choose(2) ? ERROR_ACCESS_DENIED : ERROR_SUCCESS;
}
inline LONG RegQueryValueExW(const HKEY &key, LPCWSTR, void *, void *, BYTE *data, DWORD *size)
{
    if (data && size)
        memset(data, 0, *size);
    return h_use(key);
}
template <typename... T> LONG RegQueryInfoKeyW(const HKEY &key, T...) { return h_use(key); }
inline LONG RegDeleteValueW(const HKEY &key, LPCWSTR) { return h_use(key); }
inline LONG RegFlushKey(const HKEY &key) { return h_use(key); }
inline LONG RegSetValueExW(const HKEY &key, LPCWSTR, DWORD, DWORD, const BYTE *, DWORD) { return h_use(key); }

/* ---- other functions ---- */
inline DWORD GetTickCount() { return 1000; }
inline void Sleep(DWORD) {}
inline void OutputDebugStringW(LPCWSTR) {}
inline int lstrlenW(LPCWSTR text) { return (int)wcslen(text); }
inline LPWSTR lstrcpynW(LPWSTR to, LPCWSTR from, int n) { return wcsncpy(to, from, (size_t)n - 1), to[n - 1] = 0, to; }
inline void LogError(LPCWSTR, LONG) {}
inline void TraceMsg(LPCWSTR, ...) {}
inline void DbgPrintf(LPCSTR, ...) {}
inline void ReportFailure(UINT, DWORD) {}
inline BOOL IsFeatureEnabled(DWORD) { return h_choose(2); }
inline BOOL IsRemoteSession() { return h_choose(2); }
inline BOOL CheckValue(DWORD) { return h_choose(2); }
inline void LoadDefaults(LPWSTR buffer, DWORD) { buffer[0] = 0; }
inline void UpdateCounter(DWORD) {}

/* ---- the runs ---- */
inline void h_run(void (*drive)(), int limit)
{
    static const h_all before = *h; /* with the names and objects that are static */
    h->len = 0;
    for (int runs = 0; runs < limit; runs++) {
        h->at = h->top = h->handles = h->blocks = 0;
        h->names = before.names, h->objects = before.objects;
        memcpy(h->name, before.name, sizeof h->name);
        memcpy(h->object, before.object, sizeof h->object);
        pid_t child = fork();
        if (child == 0) {
            h->frame[0].base = (char *)__builtin_frame_address(0);
            try {
                drive();
            } catch (...) {
            }
            fflush(stdout);
            _exit(0);
        }
        int status;
        waitpid(child, &status, 0);
        if (status)
            exit(3);
        h->len = h->at;
        while (h->len > 0 && h->choice[h->len - 1] + 1 >= h->arity[h->len - 1])
            h->len--;
        if (h->len == 0)
            return;
        h->choice[h->len - 1]++;
    }
}
inline int h_report()
{
    for (int i = 0; i < h->sites; i++) {
        h_site_data &s = h->site[i];
        printf("SITE %d %d %s %d %d %d %d", s.file, s.line, s.name, s.via, s.classes, s.roots, s.direct_roots);
        for (int k = 0; k < s.n; k++)
            printf(" %d %d", s.exits[k][0], s.exits[k][1]);
        printf("\n");
    }
    return 0;
}
