#include <windows.h>

HKEY parse_root(const WCHAR *path);
