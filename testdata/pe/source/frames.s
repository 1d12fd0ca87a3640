# Functions of 32-bit code whose frame a helper of the run-time library builds and takes down, as __try and destructors make
# compilers write them. Written by hand: no compiler that is free makes such code. The comments say what becomes of the key.
    .intel_syntax noprefix
    .text

    .globl _DllMain@12
_DllMain@12:
    mov eax, 1
    ret 12

# Before it is called: push SIZE, push TABLE. Builds a frame with SIZE bytes and an entry in the list of handlers.
frame:
    push offset handler
    push dword ptr fs:[0]
    mov eax, dword ptr [esp+16]
    mov dword ptr [esp+16], ebp
    lea ebp, [esp+16]
    sub esp, eax
    push ebx
    push esi
    push edi
    mov eax, dword ptr [cookie]
    xor dword ptr [ebp-4], eax
    xor eax, ebp
    push eax
    mov dword ptr [ebp-24], esp
    push dword ptr [ebp-8]
    mov eax, dword ptr [ebp-4]
    mov dword ptr [ebp-4], -2
    mov dword ptr [ebp-8], eax
    lea eax, [ebp-16]
    mov dword ptr fs:[0], eax
    ret

frame_ends:
    mov ecx, dword ptr [ebp-16]
    mov dword ptr fs:[0], ecx
    pop ecx
    pop edi
    pop edi
    pop esi
    pop ebx
    mov esp, ebp
    pop ebp
    push ecx
    ret

# Before it is called: push SIZE; eax is the handler.
object_frame:
    push eax
    push dword ptr fs:[0]
    lea eax, [esp+12]
    sub esp, dword ptr [esp+12]
    push ebx
    push esi
    push edi
    mov dword ptr [eax], ebp
    mov ebp, eax
    mov eax, dword ptr [cookie]
    xor eax, ebp
    push eax
    push dword ptr [ebp-4]
    mov dword ptr [ebp-4], -1
    lea eax, [ebp-12]
    mov dword ptr fs:[0], eax
    ret

object_frame_ends:
    mov ecx, dword ptr [ebp-12]
    mov dword ptr fs:[0], ecx
    pop ecx
    pop edi
    pop edi
    pop esi
    pop ebx
    mov esp, ebp
    pop ebp
    push ecx
    ret

handler:
    mov eax, 1
    ret

    .globl _Closes
_Closes:
    push 16
    push offset table
    call frame
    mov dword ptr [ebp-28], 0
    lea eax, [ebp-28]
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #= scoped
    test eax, eax
    jne 1f
    push offset name
    push dword ptr [ebp-28]
    call dword ptr [__imp__RegDeleteValueW@8]
    push dword ptr [ebp-28]
    call dword ptr [__imp__RegCloseKey@4]
1:
    xor eax, eax
    call frame_ends
    ret

    .globl _Forgets
_Forgets:
    push 16
    push offset table
    call frame
    mov dword ptr [ebp-28], 0
    lea eax, [ebp-28]
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #= leaked #~ leaked-user-key
    test eax, eax
    jne 1f
    push offset name
    push dword ptr [ebp-28]
    call dword ptr [__imp__RegDeleteValueW@8]
1:
    xor eax, eax
    call frame_ends
    ret 4

    .globl _ObjectCloses
_ObjectCloses:
    push 8
    mov eax, offset handler
    call object_frame
    mov dword ptr [ebp-16], 0
    lea eax, [ebp-16]
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #= scoped
    test eax, eax
    jne 1f
    push offset name
    push dword ptr [ebp-16]
    call dword ptr [__imp__RegDeleteValueW@8]
    push dword ptr [ebp-16]
    call dword ptr [__imp__RegCloseKey@4]
1:
    xor eax, eax
    call object_frame_ends
    ret

    .globl _ObjectForgets
_ObjectForgets:
    push 8
    mov eax, offset handler
    call object_frame
    mov dword ptr [ebp-16], 0
    lea eax, [ebp-16]
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #= leaked #~ leaked-user-key
    test eax, eax
    jne 1f
    push offset name
    push dword ptr [ebp-16]
    call dword ptr [__imp__RegDeleteValueW@8]
1:
    xor eax, eax
    call object_frame_ends
    ret 8

# A __finally block: a piece of code that is called and uses the frame of the function that it belongs to.
    .globl _FinallyCloses
_FinallyCloses:
    push 16
    push offset table
    call frame
    mov dword ptr [ebp-28], 0
    lea eax, [ebp-28]
    push eax
    push 0x20019
    push 0
    push offset name
    push 0x80000001
    call dword ptr [__imp__RegOpenKeyExW@20] #= unknown
    call finally
    xor eax, eax
    call frame_ends
    ret

finally:
    cmp dword ptr [ebp-28], 0
    je 1f
    push dword ptr [ebp-28]
    call dword ptr [__imp__RegCloseKey@4]
1:
    ret

    .section .rdata, "dr"
    .balign 4
name:
    .string16 "Software\\Contoso"
    .balign 4
table:
    .long -2, 0, -40, 0, -2, 0, 0

    .data
    .balign 4
cookie:
    .long 0x12345678

    .section .drectve, "yn"
    .ascii " -export:Closes"
    .ascii " -export:Forgets"
    .ascii " -export:ObjectCloses"
    .ascii " -export:ObjectForgets"
    .ascii " -export:FinallyCloses"
