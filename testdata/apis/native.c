/* Every opener of ntdll, once closed and once not. The rule that reports stands on the line of the call. */
#include <windows.h>
#include <winternl.h>

void OpenKey_closed(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    if (NT_SUCCESS(NtOpenKey(&key, KEY_READ, where)))
        NtClose(key);
}

void OpenKey_leaked(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    NtOpenKey(&key, KEY_READ, where); //~ leaked-key-of-unknown-root
}

void OpenKey_of_a_user(void)
{
    OBJECT_ATTRIBUTES where;
    UNICODE_STRING name;
    HANDLE key;
    RtlInitUnicodeString(&name, L"\\Registry\\User\\S-1-5-21-1-2-3-1001\\Software");
    InitializeObjectAttributes(&where, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NtOpenKey(&key, KEY_READ, &where); //~ leaked-user-key
}

void OpenKey_of_the_machine(void)
{
    OBJECT_ATTRIBUTES where;
    UNICODE_STRING name;
    HANDLE key;
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\Software\\Contoso");
    InitializeObjectAttributes(&where, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NtOpenKey(&key, KEY_READ, &where); //~ leaked-machine-key
}

void OpenKey_below_a_key(void)
{
    OBJECT_ATTRIBUTES where;
    UNICODE_STRING name;
    HANDLE user, key;
    if (!NT_SUCCESS(RtlOpenCurrentUser(KEY_READ, &user)))
        return;
    RtlInitUnicodeString(&name, L"Software\\Contoso");
    InitializeObjectAttributes(&where, &name, OBJ_CASE_INSENSITIVE, user, NULL);
    NtOpenKey(&key, KEY_READ, &where); //~ leaked-user-key
    NtClose(user);
}

void OpenKeyEx_closed(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    if (NT_SUCCESS(NtOpenKeyEx(&key, KEY_READ, where, 0)))
        ZwClose(key);
}

void OpenKeyEx_leaked(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    ZwOpenKeyEx(&key, KEY_READ, where, 0); //~ leaked-key-of-unknown-root
}

void OpenKeyTransacted_closed(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    if (NT_SUCCESS(NtOpenKeyTransacted(&key, KEY_READ, where, transaction)))
        NtClose(key);
}

void OpenKeyTransacted_leaked(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    NtOpenKeyTransacted(&key, KEY_READ, where, transaction); //~ leaked-key-of-unknown-root
}

void OpenKeyTransactedEx_closed(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    if (NT_SUCCESS(NtOpenKeyTransactedEx(&key, KEY_READ, where, 0, transaction)))
        NtClose(key);
}

void OpenKeyTransactedEx_leaked(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    NtOpenKeyTransactedEx(&key, KEY_READ, where, 0, transaction); //~ leaked-key-of-unknown-root
}

void CreateKey_closed(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    if (NT_SUCCESS(NtCreateKey(&key, KEY_WRITE, where, 0, NULL, 0, NULL)))
        NtClose(key);
}

void CreateKey_leaked(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    ZwCreateKey(&key, KEY_WRITE, where, 0, NULL, 0, NULL); //~ leaked-key-of-unknown-root
}

void CreateKeyTransacted_closed(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    if (NT_SUCCESS(NtCreateKeyTransacted(&key, KEY_WRITE, where, 0, NULL, 0, transaction, NULL)))
        NtClose(key);
}

void CreateKeyTransacted_leaked(OBJECT_ATTRIBUTES *where, HANDLE transaction)
{
    HANDLE key;
    NtCreateKeyTransacted(&key, KEY_WRITE, where, 0, NULL, 0, transaction, NULL); //~ leaked-key-of-unknown-root
}

void RtlpOpenKey_closed(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    if (NT_SUCCESS(RtlpNtOpenKey(&key, KEY_READ, where, 0)))
        NtClose(key);
}

void RtlpOpenKey_leaked(OBJECT_ATTRIBUTES *where)
{
    HANDLE key;
    RtlpNtOpenKey(&key, KEY_READ, where, 0); //~ leaked-key-of-unknown-root
}

void OpenCurrentUser_closed_in_any_right_way(void)
{
    HANDLE one, two, three;
    if (NT_SUCCESS(RtlOpenCurrentUser(KEY_READ, &one)))
        NtClose(one);
    if (NT_SUCCESS(RtlOpenCurrentUser(KEY_READ, &two)))
        CloseHandle(two);
    if (NT_SUCCESS(RtlOpenCurrentUser(KEY_READ, &three)))
        RegCloseKey(three);
}

void OpenCurrentUser_leaked(void)
{
    HANDLE user;
    RtlOpenCurrentUser(KEY_READ, &user); //~ leaked-user-key
}
