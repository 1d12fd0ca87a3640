# A function of 32-bit code that gets its parameter in a register and puts it away, as compilers do that know all callers. Written
# by hand. The comments say what becomes of the key; what lies behind the start of what a parameter points at counts as a member.
    .intel_syntax noprefix
    .text

    .globl _DllMain@12
_DllMain@12:
    mov eax, 1
    ret 12

# ecx: where the status goes, and the key behind it.
opens:
    push esi
    sub esp, 8
    mov dword ptr [esp+4], ecx
    mov dword ptr [esp], 0
    mov eax, esp
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #~? user-key-in-object
    mov esi, dword ptr [esp]
    test eax, eax
    je 1f
    movzx eax, ax
    or eax, 0x80070000
    xor esi, esi
1:
    mov ecx, dword ptr [esp+4]
    mov dword ptr [ecx], eax
    mov dword ptr [ecx+4], esi
    add esp, 8
    pop esi
    ret

# Each round closes what it opened.
    .globl _Rounds
_Rounds:
    push ebx
    push esi
    push edi
    sub esp, 16
    mov edi, dword ptr [esp+32]
2:
    lea ecx, [esp+4]
    call opens #= scoped
    mov ebx, dword ptr [esp+8]
    cmp dword ptr [esp+4], 0
    jne 3f
    push offset name
    push ebx
    call dword ptr [__imp__RegDeleteValueW@8]
    push ebx
    call dword ptr [__imp__RegCloseKey@4]
3:
    dec edi
    jne 2b
    add esp, 16
    pop edi
    pop esi
    pop ebx
    ret

# Only the last round's key is closed.
    .globl _ForgetsAllButOne
_ForgetsAllButOne:
    push ebx
    push esi
    push edi
    sub esp, 16
    mov edi, dword ptr [esp+32]
4:
    lea ecx, [esp+4]
    call opens #= leaked #~ reopened-before-close
    mov ebx, dword ptr [esp+8]
    cmp dword ptr [esp+4], 0
    jne 6f
    push offset name
    push ebx
    call dword ptr [__imp__RegDeleteValueW@8]
    dec edi
    jne 4b
    push ebx
    call dword ptr [__imp__RegCloseKey@4]
6:
    add esp, 16
    pop edi
    pop esi
    pop ebx
    ret

# The jump goes on inside the function, and nothing tells where.
    .globl _GoesOnSomewhere
_GoesOnSomewhere:
    sub esp, 16
    lea ecx, [esp+4]
    call opens #= unknown
    mov eax, dword ptr [esp+20]
    jmp eax

# Tables of distances from where the function found its own address, as LLVM makes them; the address lies on the stack. One table
# ends where the other begins: what the second leads to is no way out of the first.
    .globl _ByDistances
_ByDistances:
    push esi
    sub esp, 16
    call 7f
7:  pop eax
    mov dword ptr [esp+12], eax
    mov esi, ecx
    test edx, edx
    je 8f
    mov eax, dword ptr [second+esi*4]
    add eax, dword ptr [esp+12]
    jmp eax
8:
    lea ecx, [esp+4]
    call opens #= scoped
    cmp dword ptr [esp+4], 0
    jne 10f
    mov eax, dword ptr [esp+12]
    add eax, dword ptr [first+esi*4]
    jmp eax
9:
    push offset name
    push dword ptr [esp+12]
    call dword ptr [__imp__RegDeleteValueW@8]
11:
    push dword ptr [esp+8]
    call dword ptr [__imp__RegCloseKey@4]
10:
    add esp, 16
    pop esi
    ret
    .balign 4
first:
    .long 9b-7b
    .long 11b-7b
second:
    .long 10b-7b
    .long 8b-7b

    .section .rdata, "dr"
    .balign 4
name:
    .string16 "Software\\Contoso"

    .section .drectve, "yn"
    .ascii " -export:Rounds"
    .ascii " -export:ForgetsAllButOne"
    .ascii " -export:GoesOnSomewhere"
    .ascii " -export:ByDistances"
