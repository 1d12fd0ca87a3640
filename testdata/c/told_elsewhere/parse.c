// No function here uses the registry: one tells which root a text means.
#include "parse.h"

HKEY parse_root(const WCHAR *path)
{
    return path[0] == L'u' ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
}
