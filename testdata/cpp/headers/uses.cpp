#include <windows.h>
#include "policies.h"

bool IsAllowed(const wchar_t *name);

bool Checks()
{
    return RegFlushKey(policies::OpenPolicies().get()) == ERROR_SUCCESS; //= scoped
}
