/* Keys of devices, power schemes and services, closed and not. The rule that reports stands on the line of the call. */
#include <windows.h>
#include <setupapi.h>
#include <cfgmgr32.h>
#include <powrprof.h>

void OpenDevRegKey_closed(HDEVINFO set, SP_DEVINFO_DATA *device)
{
    HKEY key = SetupDiOpenDevRegKey(set, device, DICS_FLAG_GLOBAL, 0, DIREG_DEV, KEY_READ);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void OpenDevRegKey_leaked(HDEVINFO set, SP_DEVINFO_DATA *device)
{
    HKEY key = SetupDiOpenDevRegKey(set, device, DICS_FLAG_GLOBAL, 0, DIREG_DEV, KEY_READ); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void OpenClassRegKey_closed(const GUID *guid)
{
    HKEY key = SetupDiOpenClassRegKey(guid, KEY_READ);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void OpenClassRegKey_leaked(const GUID *guid)
{
    HKEY key = SetupDiOpenClassRegKey(guid, KEY_READ); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void OpenClassRegKeyEx_closed(const GUID *guid)
{
    HKEY key = SetupDiOpenClassRegKeyExW(guid, KEY_READ, 0, NULL, NULL);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void OpenClassRegKeyEx_leaked(const GUID *guid)
{
    HKEY key = SetupDiOpenClassRegKeyExW(guid, KEY_READ, 0, NULL, NULL); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void CreateDevRegKey_closed(HDEVINFO set, SP_DEVINFO_DATA *device)
{
    HKEY key = SetupDiCreateDevRegKeyW(set, device, DICS_FLAG_GLOBAL, 0, DIREG_DEV, NULL, NULL);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void CreateDevRegKey_leaked(HDEVINFO set, SP_DEVINFO_DATA *device)
{
    HKEY key = SetupDiCreateDevRegKeyW(set, device, DICS_FLAG_GLOBAL, 0, DIREG_DEV, NULL, NULL); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void OpenInterfaceKey_closed(HDEVINFO set, SP_DEVICE_INTERFACE_DATA *device)
{
    HKEY key = SetupDiOpenDeviceInterfaceRegKey(set, device, 0, KEY_READ);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void OpenInterfaceKey_leaked(HDEVINFO set, SP_DEVICE_INTERFACE_DATA *device)
{
    HKEY key = SetupDiOpenDeviceInterfaceRegKey(set, device, 0, KEY_READ); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void CreateInterfaceKey_closed(HDEVINFO set, SP_DEVICE_INTERFACE_DATA *device)
{
    HKEY key = SetupDiCreateDeviceInterfaceRegKeyW(set, device, 0, KEY_WRITE, NULL, NULL);
    if (key != INVALID_HANDLE_VALUE)
        RegCloseKey(key);
}

void CreateInterfaceKey_leaked(HDEVINFO set, SP_DEVICE_INTERFACE_DATA *device)
{
    HKEY key = SetupDiCreateDeviceInterfaceRegKeyW(set, device, 0, KEY_WRITE, NULL, NULL); //~ leaked-machine-key
    if (key == INVALID_HANDLE_VALUE)
        return;
}

void ClassKey_closed(GUID *guid)
{
    HKEY key;
    if (CM_Open_Class_KeyW(guid, NULL, KEY_READ, RegDisposition_OpenExisting, &key, 0) == CR_SUCCESS)
        RegCloseKey(key);
}

void ClassKey_leaked(GUID *guid)
{
    HKEY key;
    CM_Open_Class_KeyW(guid, NULL, KEY_READ, RegDisposition_OpenExisting, &key, 0); //~ leaked-machine-key
}

void DevNodeKey_closed(DEVINST device)
{
    HKEY key;
    if (CM_Open_DevNode_Key(device, KEY_READ, 0, RegDisposition_OpenExisting, &key, CM_REGISTRY_SOFTWARE) == CR_SUCCESS)
        RegCloseKey(key);
}

void DevNodeKey_leaked(DEVINST device)
{
    HKEY key;
    CM_Open_DevNode_Key(device, KEY_READ, 0, RegDisposition_OpenExisting, &key, CM_REGISTRY_SOFTWARE); //~ leaked-machine-key
}

void InterfaceKey_closed(LPCWSTR name)
{
    HKEY key;
    if (CM_Open_Device_Interface_KeyW(name, KEY_READ, RegDisposition_OpenExisting, &key, 0) == CR_SUCCESS)
        RegCloseKey(key);
}

void InterfaceKey_leaked(LPCWSTR name)
{
    HKEY key;
    CM_Open_Device_Interface_KeyW(name, KEY_READ, RegDisposition_OpenExisting, &key, 0); //~ leaked-machine-key
}

void PowerKeys_closed(void)
{
    HKEY user, machine;
    if (PowerOpenUserPowerKey(&user, KEY_READ, TRUE) == ERROR_SUCCESS)
        RegCloseKey(user);
    if (PowerOpenSystemPowerKey(&machine, KEY_READ, TRUE) == ERROR_SUCCESS)
        RegCloseKey(machine);
}

void PowerKeys_leaked(void)
{
    HKEY user, machine;
    PowerOpenUserPowerKey(&user, KEY_READ, TRUE); //~ leaked-user-key
    PowerOpenSystemPowerKey(&machine, KEY_READ, TRUE); //~ leaked-machine-key
}

void ServiceState_closed(SC_HANDLE service)
{
    HKEY key;
    if (GetServiceRegistryStateKey(service, ServiceRegistryStateParameters, KEY_READ, &key) == ERROR_SUCCESS)
        RegCloseKey(key);
}

void ServiceState_leaked(SC_HANDLE service)
{
    HKEY key;
    GetServiceRegistryStateKey(service, ServiceRegistryStateParameters, KEY_READ, &key); //~ leaked-machine-key
}
