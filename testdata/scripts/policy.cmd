@echo off
reg add HKLM\Software\Policies\Microsoft\Windows\System /v DisableForceUnload /t REG_DWORD /d 1 /f &rem //~ force-unload-policy-set
REG ADD "HKEY_LOCAL_MACHINE\SOFTWARE\Wow6432Node\Policies\Microsoft\Windows\System" /v DisableForceUnload /d 1 &rem //~ force-unload-policy-misplaced
rem reg add HKLM\Software\Policies\Microsoft\Windows\System /v DisableForceUnload /t REG_DWORD /d 1 /f
reg query HKLM\Software\Policies\Microsoft\Windows\System /v DisableForceUnload
reg add HKLM\Software\Policies\Microsoft\Windows\System /v DisableForceUnload /t REG_DWORD /d 0 /f
