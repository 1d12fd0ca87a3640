use super::*;
use crate::models::scripts;

/// What a script of this name writes: `value in key`, or the key alone.
fn written(path: &str, text: &str) -> Vec<String> {
    let scripts = scripts().unwrap();
    let script = scripts.of(path).expect("a kind of script");
    let key = |(root, below): &(Root, Option<String>)| format!("{}\\{}", root.name(), below.as_deref().unwrap_or("?"));
    let show = |w: Written| match &w.value {
        Some(value) => format!("{value} in {}", key(&w.key)),
        None => key(&w.key),
    };
    read(FileId(0), text, script, scripts).into_iter().map(show).collect()
}

const SET: &[&str] = &[r"DisableForceUnload in HKLM\SOFTWARE\Policies\Microsoft\Windows\System"];

#[test]
fn every_kind_of_script_can_set_a_value() {
    for (path, text) in [
        ("a.ps1", r#"Set-ItemProperty -Path "HKLM:\SOFTWARE\Policies\Microsoft\Windows\System" -Name "DisableForceUnload" -Value 1"#),
        (
            "a.ps1",
            "New-ItemProperty `\n  -Path HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\System `\n  -Name DisableForceUnload `\n  -Value 1",
        ),
        ("a.ps1", "$key = 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\System'\n\nSet-ItemProperty $key DisableForceUnload 1"),
        ("a.cmd", r#"reg add "HKLM\SOFTWARE\Policies\Microsoft\Windows\System" /v "DisableForceUnload" /t REG_DWORD /d 1 /f"#),
        ("a.vbs", r#"shell.RegWrite "HKLM\SOFTWARE\Policies\Microsoft\Windows\System\DisableForceUnload", 1, "REG_DWORD""#),
        ("a.inf", r#"HKLM,"SOFTWARE\Policies\Microsoft\Windows\System","DisableForceUnload",0x00010001,1"#),
        ("a.nsi", r#"WriteRegDWORD HKLM "SOFTWARE\Policies\Microsoft\Windows\System" "DisableForceUnload" 1"#),
        (
            "a.iss",
            r#"Root: HKLM; Subkey: "SOFTWARE\Policies\Microsoft\Windows\System"; ValueType: dword; ValueName: "DisableForceUnload"; ValueData: 1"#,
        ),
        (
            "a.wxs",
            "<RegistryKey Root=\"HKLM\" Key=\"SOFTWARE\\Policies\\Microsoft\\Windows\\System\">\n<RegistryValue\n Name=\"DisableForceUnload\"\n Value=\"1\" Type=\"integer\" />",
        ),
    ] {
        assert_eq!(written(path, text), SET, "{path}: {text}");
    }
    let reg = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\System]\r\n\"DisableForceUnload\"=dword:00000001\r\n";
    assert_eq!(written("a.reg", reg)[1..], *SET);
    let rgs = "HKLM { NoRemove SOFTWARE { NoRemove Policies { NoRemove Microsoft { NoRemove Windows { NoRemove System\n{ val DisableForceUnload = d '1' } } } } } }";
    assert_eq!(written("a.rgs", rgs).last().map(String::as_str), Some(SET[0]));
}

#[test]
fn what_reads_deletes_says_zero_or_is_a_comment_sets_nothing() {
    for (path, text) in [
        ("a.ps1", "Get-ItemProperty -Path $key -Name DisableForceUnload"),
        ("a.ps1", "Remove-ItemProperty -Path $key -Name DisableForceUnload"),
        ("a.ps1", "Set-ItemProperty -Path $key -Name DisableForceUnload -Value 0"),
        ("a.ps1", "# Set-ItemProperty -Path $key -Name DisableForceUnload -Value 1"),
        ("a.ps1", "Update-Key # Set-ItemProperty DisableForceUnload"),
        ("a.ps1", "<#\nSet-ItemProperty -Path $key -Name DisableForceUnload -Value 1\n#>"),
        ("a.ps1", "Set-ItemProperty -Path $key -Name NotDisableForceUnload -Value 1"),
        ("a.cmd", "rem reg add x /v DisableForceUnload /d 1"),
        ("a.cmd", "reg delete x /v DisableForceUnload /f"),
        ("a.cmd", "reg query x /v DisableForceUnload"),
        ("a.cmd", "reg add x /v DisableForceUnload /t REG_DWORD /d \"0\" /f"),
        ("a.reg", "[HKEY_LOCAL_MACHINE\\SOFTWARE]\n\"DisableForceUnload\"=-\n\"DisableForceUnload\"=dword:00000000"),
        ("a.rgs", "HKLM { val DisableForceUnload = d '0' }"),
        ("a.wxs", "<!-- <RegistryValue Name=\"DisableForceUnload\" Value=\"1\"/> -->"),
        ("a.wxs", "<RegistryValue Name=\"DisableForceUnload\" Value=\"0\"/>"),
        ("a.nsi", "WriteRegDWORD HKLM \"k\" \"DisableForceUnload\" 0"),
    ] {
        assert!(!written(path, text).iter().any(|w| w.contains("Unload")), "{path}: {text}");
    }
}

#[test]
fn registration_scripts_of_atl_name_every_key() {
    let text = "HKCU\n{\n  NoRemove Software\n  {\n    Classes\n    {\n      Contoso.Orders.1 = s 'Orders'\n      {\n        CLSID = s '{0AFB8B11-0000-0000-0000-000000000001}'\n      }\n      NoRemove CLSID\n      {\n        ForceRemove {0AFB8B11-0000-0000-0000-000000000001} = s 'Orders { }'\n        {\n          val AppID = s 'x'\n        }\n      }\n    }\n  }\n}\n";
    let all = written("orders.rgs", text);
    assert_eq!(all.last().map(String::as_str), Some(r"HKCU\Software\Classes\CLSID\{0AFB8B11-0000-0000-0000-000000000001}"));
    assert!(all.contains(&r"HKCU\Software\Classes\Contoso.Orders.1".to_owned()), "{all:?}");
}

#[test]
fn no_text_is_too_odd() {
    let pieces = ["DisableForceUnload", "{", "}", "'", "é", "\n", "`", "<", "val ", "[HKCU\\", "]", "=", "software\\"];
    let mut state = 7u32;
    for _ in 0..2000 {
        let text: String = (0..12)
            .map(|_| {
                state = state.wrapping_mul(1_103_515_245).wrapping_add(12345);
                pieces[(state >> 16) as usize % pieces.len()]
            })
            .collect();
        for path in ["a.ps1", "a.reg", "a.rgs", "a.wxs", "a.inf", "a.cmd"] {
            written(path, &text);
        }
    }
}
