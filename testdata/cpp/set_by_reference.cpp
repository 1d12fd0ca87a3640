// Code that was not seen may take a reference: what was zero before the call need not be zero after it.
#include <windows.h>

bool font_size(HANDLE output, int &height, int &width);
void report(const wchar_t *what, int number);

void Size(HANDLE output)
{
    int height = 0, width = 0;
    if (font_size(output, height, width) && height && width) {
        HKEY key;
        if (!RegOpenKeyEx(HKEY_CURRENT_USER, L"Console", 0, KEY_READ, &key)) { //~ leaked-user-key
            report(L"opened", height);
        }
    }
}

void Closed(HANDLE output)
{
    HKEY key = NULL;
    int opened = 0;
    report(L"before", opened);
    if (RegOpenKeyEx(HKEY_CURRENT_USER, L"Console", 0, KEY_READ, &key) == ERROR_SUCCESS) { //= scoped
        opened = 1;
    }
    report(L"after", opened);
    if (opened) {
        RegCloseKey(key);
    }
}
