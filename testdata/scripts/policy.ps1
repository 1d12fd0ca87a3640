# Sets DisableForceUnload in several ways. New-ItemProperty DisableForceUnload in a comment does nothing.
$right = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\System'
Set-ItemProperty -Path $right -Name DisableForceUnload -Value 1 -Type DWord #//~ force-unload-policy-set
New-ItemProperty `
    -Path 'HKLM:\SOFTWARE\Wow6432Node\Policies\Microsoft\Windows\System' `
    -Name 'DisableForceUnload' `
    -Value 1 #//~^ force-unload-policy-misplaced
Get-ItemProperty -Path $right -Name DisableForceUnload
Remove-ItemProperty -Path $right -Name DisableForceUnload
Set-ItemProperty -Path $right -Name DisableForceUnload -Value 0
<#
Set-ItemProperty -Path $right -Name DisableForceUnload -Value 1
#>
reg.exe add "HKLM\Software\Policies\Microsoft\Windows\System" /v DisableForceUnload /t REG_DWORD /d 1 /f #//~ force-unload-policy-set
$parameters = @{ Path = $right; Name = 'DisableForceUnload'; Value = 1 } #//~? force-unload-policy-set
Set-ItemProperty @parameters
