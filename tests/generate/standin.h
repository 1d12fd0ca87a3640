/*
 * A stand-in for <windows.h> that counts registry handles.
 *
 * Every choice that the machine would make (does this open succeed, is that feature on) is drawn from an oracle that goes
 * through all possibilities. After every statement, at every exit and at every end of a scope all handles are looked for in
 * all live places: a handle that is open and in none of them has leaked there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

typedef int32_t LONG, LSTATUS, HRESULT, BOOL, INT;
typedef uint32_t DWORD, UINT, ULONG, REGSAM;
typedef uint8_t BYTE, *LPBYTE;
typedef void VOID, *LPVOID, *PVOID, *HANDLE, *HKEY, **PHKEY, *HUSKEY;
typedef wchar_t WCHAR, *LPWSTR;
typedef char CHAR, *LPSTR;
typedef const wchar_t *LPCWSTR;
typedef const char *LPCSTR;
typedef DWORD *LPDWORD;
typedef size_t SIZE_T;

#define TRUE 1
#define FALSE 0
#define WINAPI
#define STDMETHODCALLTYPE
#define CALLBACK
#define MAX_PATH 260
#define HKEY_CLASSES_ROOT ((HKEY)0x80000000u)
#define HKEY_CURRENT_USER ((HKEY)0x80000001u)
#define HKEY_LOCAL_MACHINE ((HKEY)0x80000002u)
#define HKEY_USERS ((HKEY)0x80000003u)
#define ERROR_SUCCESS 0
#define NO_ERROR 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_INVALID_DATA 13
#define ERROR_OUTOFMEMORY 14
#define ERROR_NOT_SUPPORTED 50
#define ERROR_INVALID_PARAMETER 87
#define ERROR_MORE_DATA 234
#define ERROR_NO_MORE_ITEMS 259
#define ERROR_KEY_DELETED 1018
#define S_OK 0
#define S_FALSE 1
#define E_FAIL ((HRESULT)0x80004005)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_POINTER ((HRESULT)0x80004003)
#define SUCCEEDED(hr) ((HRESULT)(hr) >= 0)
#define FAILED(hr) ((HRESULT)(hr) < 0)
static HRESULT HRESULT_FROM_WIN32(uint32_t x)
{
    return (HRESULT)x <= 0 ? (HRESULT)x : (HRESULT)((x & 0xFFFF) | 0x80070000u);
}
#define KEY_READ 0x20019
#define KEY_WRITE 0x20006
#define KEY_QUERY_VALUE 1
#define KEY_SET_VALUE 2
#define KEY_ENUMERATE_SUB_KEYS 8
#define KEY_ALL_ACCESS 0xF003F
#define REG_OPTION_NON_VOLATILE 0
#define REG_OPTION_VOLATILE 1
#define REG_CREATED_NEW_KEY 1
#define REG_OPENED_EXISTING_KEY 2
#define REG_SZ 1
#define REG_DWORD 4
#define HEAP_ZERO_MEMORY 8
#define UNREFERENCED_PARAMETER(p) (void)(p)
#define ARRAYSIZE(a) (sizeof(a) / sizeof((a)[0]))
#define ZeroMemory(p, n) memset((p), 0, (n))

enum { K_RETURN, K_END, K_GOTO, K_OVERWRITE };
enum { C_SCOPED = 1, C_CALLER = 2, C_OBJECT = 4, C_PROCESS = 8, C_LEAKED = 16 };
enum { M_DOUBLE, M_AFTER, M_WRONG, M_PREDEFINED };
enum { R_HKCU = 1, R_HKCR = 2, R_HKU = 4, R_PARAM = 8, R_HKLM = 16 };

/* ---- the oracle: every run replays `h_choice` and goes on with zeroes ---- */
#define H_MAX_CHOICES 400
#define H_DEPTH 40
static int h_choice[H_MAX_CHOICES], h_arity[H_MAX_CHOICES], h_at, h_len, h_random;
static jmp_buf h_stop;
static uint64_t h_state = 88172645463325252ull;

static int h_choose(int n)
{
    if (h_at >= H_MAX_CHOICES || (!h_random && h_at >= H_DEPTH))
        longjmp(h_stop, 1);
    if (h_random) {
        h_state ^= h_state << 13, h_state ^= h_state >> 7, h_state ^= h_state << 17;
        h_choice[h_at] = (int)((h_state >> 20) % (unsigned)n);
    } else if (h_at >= h_len) {
        h_choice[h_at] = 0, h_len = h_at + 1;
    }
    h_arity[h_at] = n;
    return h_choice[h_at++];
}

/* The next run, or 0 after the last. */
static int h_next(void)
{
    h_len = h_at;
    while (h_len > 0 && h_choice[h_len - 1] + 1 >= h_arity[h_len - 1])
        h_len--;
    if (h_len == 0)
        return 0;
    h_choice[h_len - 1]++;
    return 1;
}

/* ---- what was seen ---- */
#define H_SITES 4000
#define H_EXITS 64
static struct { int classes, roots, direct_roots, passed, closed, same, wrong; int exits[H_EXITS][2], n; } h_site[H_SITES];
static int h_misuse[4000][2], h_misuses;

static void h_bug(const char *what, int line)
{
    printf("BUG %d %s\n", line, what);
    fflush(stdout);
    exit(3);
}

static void h_wrong(int kind, int line)
{
    for (int i = 0; i < h_misuses; i++)
        if (h_misuse[i][0] == kind && h_misuse[i][1] == line)
            return;
    h_misuse[h_misuses][0] = kind, h_misuse[h_misuses++][1] = line;
}

static void h_leak(int site, int line, int kind)
{
    h_site[site].classes |= C_LEAKED;
    for (int i = 0; i < h_site[site].n; i++)
        if (h_site[site].exits[i][0] == line && h_site[site].exits[i][1] == kind)
            return;
    if (h_site[site].n == H_EXITS)
        h_bug("too many exits", line);
    h_site[site].exits[h_site[site].n][0] = line, h_site[site].exits[h_site[site].n++][1] = kind;
}

/* ---- frames, handles, places ---- */
#define H_FRAMES 32
#define H_HANDLES 512
#define H_PLACES 512
static struct { int function, site, call_line, line, exit_line, exit_kind; void *ret; } h_frame[H_FRAMES];
static int h_top; /* frame 0 is the driver's */
static struct handle { int open, lost, root, kind, n; struct { int site, frame; } owner[8]; } h_handle[H_HANDLES];
static int h_handles;
static const uintptr_t H_BASE = 0x5A5A000000000000u;
static struct place { char *at; size_t size; int frame, class_; } h_place[H_PLACES];
static int h_places;
static struct { char *at; size_t size; char first[256]; } h_global[256];
static int h_globals;
static struct { char *at; size_t size; int seen; } h_block[64];
static int h_blocks;
static struct { void *value; int frame; } h_temp[16];
static int h_temps;

static struct handle *h_find(void *value)
{
    uintptr_t i = (uintptr_t)value - H_BASE;
    return i > 0 && i <= (uintptr_t)h_handles ? &h_handle[i - 1] : NULL;
}

static void *h_value_of(struct handle *h) { return (void *)(H_BASE + 1 + (uintptr_t)(h - h_handle)); }

static int h_scan(char *at, size_t size, void *value, int *through);

/* Whether `word` is the handle or leads to it; `through` tells whether by way of memory. */
static int h_leads(void *word, void *value, int *through)
{
    if (word == value)
        return 1;
    for (int i = 0; i < h_blocks; i++)
        if (word == h_block[i].at && !h_block[i].seen) {
            h_block[i].seen = 1;
            int inner, found = h_scan(h_block[i].at, h_block[i].size, value, &inner);
            if (found)
                return *through = 1, 1;
        }
    return 0;
}

static int h_scan(char *at, size_t size, void *value, int *through)
{
    *through = 0;
    for (size_t i = 0; i + sizeof(void *) <= size; i += sizeof(void *)) {
        void *word;
        memcpy(&word, at + i, sizeof word);
        if (h_leads(word, value, through))
            return 1;
    }
    return 0;
}

static void h_forget_seen(void)
{
    for (int i = 0; i < h_blocks; i++)
        h_block[i].seen = 0;
}

static int h_look(char *at, size_t size, void *value, int *through)
{
    h_forget_seen();
    return h_scan(at, size, value, through);
}

static int h_reachable(void *value)
{
    int t;
    for (int i = 0; i < h_places; i++)
        if (h_look(h_place[i].at, h_place[i].size, value, &t))
            return 1;
    for (int i = 0; i < h_globals; i++)
        if (h_look(h_global[i].at, h_global[i].size, value, &t))
            return 1;
    for (int i = 0; i < h_temps; i++)
        if (h_look((char *)&h_temp[i].value, sizeof(void *), value, &t))
            return 1;
    for (int i = 1; i <= h_top; i++)
        if (h_look((char *)&h_frame[i].ret, sizeof(void *), value, &t))
            return 1;
    return 0;
}

static void h_sweep(int line, int kind)
{
    for (int i = 0; i < h_handles; i++) {
        struct handle *h = &h_handle[i];
        if (!h->open || h->lost || h->n == 0 || h_reachable(h_value_of(h)))
            continue;
        h->lost = 1;
        for (int k = 0; k < h->n; k++) {
            int frame = h->owner[k].frame;
            if (frame == h_top)
                h_leak(h->owner[k].site, line, kind);
            else
                h_leak(h->owner[k].site, h_frame[frame + 1].call_line, K_OVERWRITE);
        }
    }
}

static int h_line(int line)
{
    int kept = 0;
    for (int i = 0; i < h_temps; i++)
        if (h_temp[i].frame < h_top)
            h_temp[kept++] = h_temp[i];
    h_temps = kept;
    h_sweep(h_frame[h_top].line, K_OVERWRITE);
    return h_frame[h_top].line = line;
}

static void h_exit(int line, int kind)
{
    h_line(line);
    h_frame[h_top].exit_line = line, h_frame[h_top].exit_kind = kind;
}

static int h_enter(int function, int site, int line)
{
    if (++h_top >= H_FRAMES)
        h_bug("recursion", line);
    h_frame[h_top].function = function, h_frame[h_top].site = site, h_frame[h_top].call_line = line;
    h_frame[h_top].line = 0, h_frame[h_top].ret = NULL;
    return 0;
}

static void h_new_place(void *at, size_t size, int class_)
{
    if (h_places == H_PLACES)
        h_bug("too many places", h_frame[h_top].line);
    h_place[h_places++] = (struct place){ at, size, h_top, class_ };
}

static void h_local(void *at, size_t size, int set)
{
    if (!set)
        memset(at, 0xCC, size);
    h_new_place(at, size, 0);
}

static void h_value(void *at) { h_new_place(at, sizeof(void *), 0); }

static void h_target(void *at, size_t size, int class_)
{
    if (at)
        h_new_place(at, size, class_);
}

static void h_static(void *at, size_t size)
{
    for (int i = 0; i < h_globals; i++)
        if (h_global[i].at == (char *)at)
            return;
    if (size > sizeof h_global[0].first)
        h_bug("large static", h_frame[h_top].line);
    h_global[h_globals].at = at, h_global[h_globals].size = size;
    memcpy(h_global[h_globals++].first, at, size);
}

static void *h_ret(void *value) { return h_frame[h_top].ret = value; }

/* The scope of a local ends. */
static void h_end(void *at)
{
    int kept = 0, known = 0;
    for (int i = 0; i < h_places; i++)
        if (h_place[i].at == (char *)at && h_place[i].frame == h_top && h_place[i].class_ == 0)
            known = 1;
        else
            h_place[kept++] = h_place[i];
    h_places = kept;
    if (known)
        h_sweep(h_frame[h_top].exit_line, h_frame[h_top].exit_kind);
}

/* Who holds an open handle that the frame on top leaves behind. */
static int h_held(void *value)
{
    int t, class_ = 0;
    for (int i = 0; i < h_globals; i++) {
        int mine = 0;
        for (int k = 0; k < h_places; k++)
            mine |= h_place[k].frame == h_top && h_place[k].at >= h_global[i].at && h_place[k].at < h_global[i].at + h_global[i].size;
        if (!mine && h_look(h_global[i].at, h_global[i].size, value, &t))
            class_ |= C_PROCESS;
    }
    for (int i = 0; i < h_places; i++)
        if (h_place[i].frame == h_top && h_look(h_place[i].at, h_place[i].size, value, &t))
            class_ |= t ? C_OBJECT : h_place[i].class_;
    if (h_look((char *)&h_frame[h_top].ret, sizeof(void *), value, &t))
        class_ |= t ? C_OBJECT : C_CALLER;
    return class_;
}

static void h_settle(struct handle *h)
{
    int given = 0;
    for (int k = 0; k < h->n; k++) {
        int site = h->owner[k].site, class_ = C_SCOPED;
        if (h->owner[k].frame != h_top)
            continue;
        if (h->open && !h->lost) {
            class_ = h_held(h_value_of(h));
            if (!class_)
                h_bug("an open handle is nowhere", h_frame[h_top].exit_line);
            given |= class_;
        }
        if (!h->lost)
            h_site[site].classes |= class_;
        h->owner[k--] = h->owner[--h->n];
    }
    if ((given & C_CALLER) && !(given & C_PROCESS) && h_top > 1) {
        int site = h_frame[h_top].site;
        if (site < 0)
            h_bug("a call hands back a key but is no site", h_frame[h_top].call_line);
        h_site[site].roots |= h->root;
        h->owner[h->n].site = site, h->owner[h->n++].frame = h_top - 1;
    }
}

static void h_leave(int *unused)
{
    int kept = 0;
    (void)unused;
    for (int i = 0; i < h_places; i++)
        if (h_place[i].frame != h_top || h_place[i].class_ != 0)
            h_place[kept++] = h_place[i];
    h_places = kept;
    h_sweep(h_frame[h_top].exit_line, h_frame[h_top].exit_kind);
    for (int i = 0; i < h_handles; i++)
        h_settle(&h_handle[i]);
    kept = 0;
    for (int i = 0; i < h_places; i++)
        if (h_place[i].frame != h_top)
            h_place[kept++] = h_place[i];
    h_places = kept;
    if (h_frame[h_top].ret && h_temps < 16)
        h_temp[h_temps].value = h_frame[h_top].ret, h_temp[h_temps++].frame = h_top - 1;
    h_top--;
}

/* ---- the registry ---- */
static HKEY h_given; /* what the driver passes for a parameter */

static int h_root_of(HKEY key, int line)
{
    struct handle *h;
    uintptr_t value = (uintptr_t)key;
    if (value >= 0x80000000u && value <= 0x80000003u)
        return (int[]){ R_HKCR, R_HKCU, R_HKLM, R_HKU }[value - 0x80000000u];
    if (key == NULL)
        return 0;
    h = h_find(key);
    if (!h)
        h_bug("a handle that was never set is used", line);
    if (!h->open)
        h_wrong(M_AFTER, line);
    return h->root;
}

static LONG h_error(void) { return h_choose(2) ? ERROR_ACCESS_DENIED : ERROR_FILE_NOT_FOUND; }

static void *h_new(int site, int root, int kind)
{
    struct handle *h;
    if (h_handles == H_HANDLES)
        longjmp(h_stop, 1);
    h = &h_handle[h_handles++];
    memset(h, 0, sizeof *h);
    h->open = 1, h->root = root, h->kind = kind;
    if (site >= 0) {
        h->n = 1, h->owner[0].site = site, h->owner[0].frame = h_top;
        if (h_top == 1)
            h_site[site].direct_roots |= root;
        else
            h_site[site].roots |= root;
    }
    return h_value_of(h);
}

static LONG h_open(int site, int line, HKEY root, const void *name, HKEY *out, int null_same, int empty_same)
{
    int below = h_root_of(root, line);
    if (below == 0)
        return ERROR_INVALID_HANDLE;
    if ((name == NULL && null_same == 1) || (name == NULL && null_same == 2 && (uintptr_t)root <= 0x80000003u)
        || (name && *(const BYTE *)name == 0 && empty_same)) {
        h_site[site].same = 1, h_site[site].classes |= C_SCOPED, h_site[site].roots |= below;
        *out = root;
        return ERROR_SUCCESS;
    }
    if (h_choose(2))
        return h_error();
    *out = h_new(site, below, 0);
    h_frame[h_top].line = line;
    h_sweep(line, K_OVERWRITE);
    if (h_find(*out)->lost)
        h_bug("an open into a place that nobody knows", line);
    return ERROR_SUCCESS;
}

#define h_RegOpenKeyExW(site, line, root, name, options, sam, out) h_open(site, line, root, name, out, 2, 0)
#define h_RegOpenKeyExA h_RegOpenKeyExW
#define h_RegOpenKeyW(site, line, root, name, out) h_open(site, line, root, name, out, 1, 1)
#define h_RegOpenKeyA h_RegOpenKeyW
#define h_RegCreateKeyW(site, line, root, name, out) h_open(site, line, root, name, out, 0, 0)
#define h_RegOpenCurrentUser(site, line, sam, out) h_open(site, line, HKEY_CURRENT_USER, L"x", out, 0, 0)

static LONG h_create(int site, int line, HKEY root, const void *name, HKEY *out, DWORD *disposition)
{
    LONG status = h_open(site, line, root, name, out, 0, 0);
    if (status == ERROR_SUCCESS && disposition)
        *disposition = h_choose(2) ? REG_OPENED_EXISTING_KEY : REG_CREATED_NEW_KEY;
    return status;
}
#define h_RegCreateKeyExW(site, line, root, name, reserved, class_, options, sam, attributes, out, disposition) \
    h_create(site, line, root, name, out, disposition)
#define h_RegCreateKeyExA h_RegCreateKeyExW

static LONG h_SHRegOpenUSKeyW(int site, int line, LPCWSTR path, REGSAM sam, HUSKEY relative, HUSKEY *out, BOOL ignore)
{
    (void)path, (void)sam, (void)relative, (void)ignore;
    if (h_choose(2))
        return h_error();
    *out = h_new(site, R_HKCU, 1);
    h_sweep(line, K_OVERWRITE);
    return ERROR_SUCCESS;
}

static LONG h_close(int line, void *key, int kind)
{
    struct handle *h = h_find(key);
    uintptr_t value = (uintptr_t)key;
    if (value >= 0x80000000u && value <= 0x80000003u)
        return h_wrong(M_PREDEFINED, line), ERROR_SUCCESS;
    if (key == NULL)
        return ERROR_INVALID_HANDLE;
    if (!h)
        h_bug("something that was never set is closed", line);
    if (h->kind != kind) {
        for (int k = 0; k < h->n; k++)
            h_site[h->owner[k].site].wrong = 1;
        return h_wrong(M_WRONG, line), ERROR_SUCCESS;
    }
    if (!h->open)
        return h_wrong(M_DOUBLE, line), ERROR_INVALID_HANDLE;
    h->open = 0;
    for (int k = 0; k < h->n; k++)
        h_site[h->owner[k].site].closed = 1;
    return ERROR_SUCCESS;
}
static LONG h_RegCloseKey(int line, HKEY key) { return h_close(line, key, 0); }
#define RegCloseKey(key) h_RegCloseKey(0, key) /* inside of macros */
static LONG h_SHRegCloseUSKey(int line, HUSKEY key) { return h_close(line, key, 1); }
static BOOL h_CloseHandle(int line, HANDLE handle) { return h_close(line, handle, 2) == ERROR_SUCCESS; }

static LONG h_use(int line, HKEY key)
{
    if (!h_root_of(key, line))
        return ERROR_INVALID_HANDLE;
    return h_choose(2) ? h_error() : ERROR_SUCCESS;
}

static LONG h_query(int line, HKEY key, void *data, DWORD *size)
{
    LONG status = h_use(line, key);
    if (status == ERROR_SUCCESS && data && size)
        memset(data, 0, *size);
    if (status == ERROR_SUCCESS && data && size && *size >= 4)
        *(BYTE *)data = (BYTE)h_choose(3);
    return status;
}
#define h_RegQueryValueExW(line, key, name, reserved, type, data, size) h_query(line, key, data, size)
#define h_RegQueryValueExA h_RegQueryValueExW
#define h_SHRegQueryUSValueW(line, key, name, type, data, size, ignore, def, defsize) h_query(line, key, data, size)
#define h_RegSetValueExW(line, key, name, reserved, type, data, size) h_use(line, key)
#define h_RegDeleteValueW(line, key, name) h_use(line, key)
#define h_RegDeleteTreeW(line, key, name) h_use(line, key)
#define h_RegFlushKey(line, key) h_use(line, key)

static LONG h_enum(int line, HKEY key, DWORD index, WCHAR *name)
{
    LONG status = h_use(line, key);
    if (index >= 2)
        return ERROR_NO_MORE_ITEMS;
    if (status == ERROR_SUCCESS)
        name[0] = L'k', name[1] = 0;
    return status == ERROR_SUCCESS ? status : ERROR_NO_MORE_ITEMS;
}
#define h_RegEnumKeyExW(line, key, index, name, cch, reserved, class_, cls, time) h_enum(line, key, index, name)
#define h_RegEnumValueW(line, key, index, name, cch, reserved, type, data, size) h_enum(line, key, index, name)

static LONG h_info(int line, HKEY key, DWORD *keys, DWORD *values)
{
    LONG status = h_use(line, key);
    if (status == ERROR_SUCCESS && keys)
        *keys = (DWORD)h_choose(3);
    if (status == ERROR_SUCCESS && values)
        *values = (DWORD)h_choose(3);
    return status;
}
#define h_RegQueryInfoKeyW(line, key, c, cc, r, keys, ml, mc, values, mv, md, sd, t) h_info(line, key, keys, values)

/* ---- memory ---- */
static void *h_alloc(size_t size)
{
    if (h_choose(2) || h_blocks == 64)
        return NULL;
    h_block[h_blocks].size = size;
    return h_block[h_blocks++].at = (calloc)(1, size ? size : 1);
}

static int h_release(int line, void *at)
{
    for (int i = 0; i < h_blocks; i++)
        if (h_block[i].at == at) {
            h_block[i] = h_block[--h_blocks];
            h_sweep(line, K_OVERWRITE);
            (free)(at);
            break;
        }
    return TRUE;
}
#define malloc(size) h_alloc(size)
#define calloc(n, size) h_alloc((n) * (size))
#define GetProcessHeap() ((HANDLE)1)
#define HeapAlloc(heap, flags, size) h_alloc(size)
#define h_free(line, at) h_release(line, at)
#define h_HeapFree(line, heap, flags, at) h_release(line, at)
static void h_ExitProcess(int line, UINT code)
{
    (void)line, (void)code;
    longjmp(h_stop, 1);
}

/* ---- other functions of Windows ---- */
static DWORD GetLastError(void) { return (DWORD)h_error(); }
static DWORD GetTickCount(void) { return 1000; }
static void Sleep(DWORD ms) { (void)ms; }
static void OutputDebugStringW(LPCWSTR text) { (void)text; }
static void OutputDebugStringA(LPCSTR text) { (void)text; }
static int lstrlenW(LPCWSTR text) { return (int)wcslen(text); }
static LPWSTR lstrcpynW(LPWSTR to, LPCWSTR from, int n) { return n > 0 ? (wcsncpy(to, from, (size_t)n - 1), to[n - 1] = 0, to) : to; }
static HRESULT StringCchPrintfW(LPWSTR to, size_t n, LPCWSTR format, ...) { return (void)format, n ? (to[0] = 0, S_OK) : E_INVALIDARG; }

/* ---- functions that the tool does not see ---- */
static BOOL h_passed(HKEY key)
{
    struct handle *h = h_find(key);
    for (int k = 0; h && k < h->n; k++)
        h_site[h->owner[k].site].passed |= 1;
    return h_choose(2);
}
static void LogError(LPCWSTR what, LONG error) { (void)what, (void)error; }
static void TraceMsg(LPCWSTR format, ...) { (void)format; }
static void DbgPrintf(LPCSTR format, ...) { (void)format; }
static void ReportFailure(UINT id, DWORD error) { (void)id, (void)error; }
static BOOL IsFeatureEnabled(DWORD feature) { return (void)feature, h_choose(2); }
static BOOL IsRemoteSession(void) { return h_choose(2); }
static BOOL ValidateSettings(LPCWSTR text, DWORD cch) { return (void)text, (void)cch, h_choose(2); }
static BOOL CheckValue(DWORD value) { return (void)value, h_choose(2); }
static void LoadDefaults(LPWSTR buffer, DWORD cch) { cch ? buffer[0] = 0 : 0; }
static DWORD GetRetryCount(void) { return (DWORD)h_choose(3); }
static DWORD GetOpenMode(void) { return (DWORD)h_choose(4); }
static LONG InitLogging(void) { return h_choose(2) ? ERROR_ACCESS_DENIED : ERROR_SUCCESS; }
static HRESULT NotifyClients(DWORD what) { return (void)what, h_choose(2) ? E_FAIL : S_OK; }
static LONG ConvertPath(LPWSTR path, DWORD cch) { return (void)path, (void)cch, h_choose(2) ? ERROR_INVALID_DATA : ERROR_SUCCESS; }
static LONG ApplyTheme(DWORD theme) { return (void)theme, h_choose(2) ? ERROR_NOT_SUPPORTED : ERROR_SUCCESS; }
static void UpdateCounter(DWORD which) { (void)which; }
static LONG ReadPolicy(HKEY key, LPCWSTR name) { return (void)name, h_passed(key) ? ERROR_FILE_NOT_FOUND : ERROR_SUCCESS; }
static void DumpKey(HKEY key) { h_passed(key); }
static HRESULT MigrateValues(HKEY key, DWORD version) { return (void)version, h_passed(key) ? E_FAIL : S_OK; }
static BOOL WindowSettingsLoad(HKEY key, DWORD id) { return (void)id, h_passed(key); }
static BOOL KeyIsUsable(HKEY key) { return h_passed(key); }
static void AdoptKey(HKEY *key)
{
    struct handle *h = h_find(*key);
    for (int k = 0; h && k < h->n; k++)
        h_site[h->owner[k].site].passed = 2;
}

/* ---- the runs ---- */
static void h_begin(void)
{
    h_at = h_top = h_places = h_handles = h_temps = 0;
    for (int i = 0; i < h_blocks; i++)
        (free)(h_block[i].at);
    h_blocks = 0;
    for (int i = 0; i < h_globals; i++)
        memcpy(h_global[i].at, h_global[i].first, h_global[i].size);
    h_given = h_new(-1, R_PARAM, 0);
}

static void h_run(void (*drive)(void), int limit, int samples)
{
    int runs = 0, complete = 0;
    h_len = 0, h_random = 0;
    do {
        h_begin();
        if (!setjmp(h_stop))
            drive();
        runs++;
        complete = !h_next();
    } while (!complete && runs < limit);
    h_random = 1;
    for (int i = 0; !complete && i < samples; i++) {
        h_begin();
        if (!setjmp(h_stop))
            drive();
    }
}

static void h_report(int sites)
{
    for (int i = 0; i < sites; i++) {
        printf("SITE %d %d %d %d %d %d %d %d\n", i, h_site[i].classes, h_site[i].roots, h_site[i].direct_roots, h_site[i].passed,
               h_site[i].closed, h_site[i].same, h_site[i].wrong);
        for (int k = 0; k < h_site[i].n; k++)
            printf("EXIT %d %d %d\n", i, h_site[i].exits[k][0], h_site[i].exits[k][1]);
    }
    for (int i = 0; i < h_misuses; i++)
        printf("MISUSE %d %d\n", h_misuse[i][0], h_misuse[i][1]);
}
