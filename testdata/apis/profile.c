/* User profiles, released and not. The rule that reports stands on the line of the call. */
#include <windows.h>
#include <userenv.h>

void Profile_unloaded(HANDLE token)
{
    PROFILEINFOW profile = { sizeof(profile) };
    if (LoadUserProfileW(token, &profile))
        UnloadUserProfile(token, profile.hProfile);
}

void Profile_leaked(HANDLE token)
{
    PROFILEINFOW profile = { sizeof(profile) };
    LoadUserProfileW(token, &profile); //~ user-profile-never-unloaded
}

void Profile_closed_as_a_key(HANDLE token)
{
    PROFILEINFOW profile = { sizeof(profile) };
    if (LoadUserProfileW(token, &profile))
        RegCloseKey(profile.hProfile); //~ wrong-closer
}

void Profile_closed_as_a_kernel_handle(HANDLE token)
{
    PROFILEINFOW profile = { sizeof(profile) };
    if (LoadUserProfileW(token, &profile))
        CloseHandle(profile.hProfile); //~ wrong-closer
}

void AppContainer_closed(void)
{
    HKEY key;
    if (SUCCEEDED(GetAppContainerRegistryLocation(KEY_READ, &key)))
        RegCloseKey(key);
}

void AppContainer_leaked(void)
{
    HKEY key;
    GetAppContainerRegistryLocation(KEY_READ, &key); //~ leaked-user-key
}
