/* The few declarations that the fixtures need, so that every compiler builds them, with no headers of its own. */
#ifdef __cplusplus
extern "C" {
#endif
#define WINAPI __stdcall
#define IMPORT __declspec(dllimport)
#define NULL 0
typedef int BOOL;
typedef long LONG;
typedef long LSTATUS;
typedef unsigned long DWORD;
typedef unsigned char BYTE;
typedef char CHAR;
#ifdef __cplusplus
typedef wchar_t WCHAR;
#else
typedef __WCHAR_TYPE__ WCHAR;
#endif
typedef struct HKEY__ *HKEY;
typedef struct HINSTANCE__ *HMODULE;
#ifdef _WIN64
typedef unsigned long long ULONG_PTR;
typedef long long LONG_PTR;
typedef long long (WINAPI *FARPROC)(void);
#else
typedef unsigned long ULONG_PTR;
typedef long LONG_PTR;
typedef int (WINAPI *FARPROC)(void);
#endif
#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)(LONG)0x80000000)
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)(LONG)0x80000001)
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)(LONG)0x80000002)
#define KEY_READ 0x20019
#define ERROR_SUCCESS 0
#define ERROR_INVALID_PARAMETER 87
#define DLL_PROCESS_ATTACH 1
IMPORT LSTATUS WINAPI RegOpenKeyExW(HKEY, const WCHAR *, DWORD, DWORD, HKEY *);
IMPORT LSTATUS WINAPI RegOpenKeyExA(HKEY, const CHAR *, DWORD, DWORD, HKEY *);
IMPORT LSTATUS WINAPI RegOpenKeyW(HKEY, const WCHAR *, HKEY *);
IMPORT LSTATUS WINAPI RegCreateKeyExW(HKEY, const WCHAR *, DWORD, WCHAR *, DWORD, DWORD, void *, HKEY *, DWORD *);
IMPORT LSTATUS WINAPI RegOpenCurrentUser(DWORD, HKEY *);
IMPORT LSTATUS WINAPI RegQueryValueExW(HKEY, const WCHAR *, DWORD *, DWORD *, BYTE *, DWORD *);
IMPORT LSTATUS WINAPI RegDeleteValueW(HKEY, const WCHAR *);
IMPORT LSTATUS WINAPI RegCloseKey(HKEY);
IMPORT HMODULE WINAPI GetModuleHandleA(const CHAR *);
IMPORT FARPROC WINAPI GetProcAddress(HMODULE, const CHAR *);
#ifdef __cplusplus
}
#endif
