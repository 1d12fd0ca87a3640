#!/usr/bin/env bash
# Builds bin/ from source/, and writes manifest.txt: which DLL was made from which sources.
# Needs gcc-mingw-w64-x86-64, g++-mingw-w64-x86-64, g++-mingw-w64-i686, clang, lld, llvm and mcs of Mono; --install installs them on Debian.
# The DLLs are linked with nothing but their own code, so that they hold nobody else's.
set -euo pipefail
cd "$(dirname "$0")"

if [ "${1:-}" = --install ]; then
    apt-get update
    apt-get install --yes --no-install-recommends gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 gcc-mingw-w64-i686 g++-mingw-w64-i686 clang lld llvm \
        mono-mcs libmono-system-enterpriseservices4.0-cil
fi

# Always the same folder: its name ends up in the PDBs.
work=/tmp/hivelint-fixtures
rm -rf "$work"
mkdir "$work"
cp -r source include linked "$work"
trap 'rm -rf "$work"' EXIT
mkdir -p bin
rm -rf bin/*

# Where the sources were, as a build agent's debug information would say it.
agent=/agent/_work/1/s/testdata/pe
agent_windows='C:\agent\_work\1\s\testdata\pe'
flags=(-ffreestanding -fno-builtin -fno-stack-protector -fno-ident -Wall -Werror)

compile_mingw() { # triple source options…
    local triple=$1 source=$2 cpp=()
    shift 2
    [ "${source##*.}" = cpp ] && cpp=(-fno-exceptions -fno-rtti)
    "$triple-gcc" "${flags[@]}" "-ffile-prefix-map=$PWD=$agent" -gdwarf-4 -gno-record-gcc-switches \
        "${cpp[@]}" "$@" -c "$source" -o "$work/object.o"
}

link_mingw() { # triple entry output libraries…
    local triple=$1 entry=$2 output=$3
    shift 3
    "$triple-gcc" -nostdlib -shared "-Wl,-e,$entry,--no-insert-timestamp,--exclude-all-symbols" -o "bin/$output" "$work/object.o" "$@"
}

mingw() { # source
    local source=source/$1 stem=${1%.*} level triple arch entry
    for arch in x64 x86; do
        triple=x86_64-w64-mingw32 entry=DllMain machine=i386:x86-64
        [ $arch = x86 ] && triple=i686-w64-mingw32 entry=_DllMain@12 machine=i386
        for level in O0 O2; do
            compile_mingw $triple "$source" -$level
            libraries=(-ladvapi32 -lkernel32)
            [[ "$stem" = lists || "$stem" = members ]] && libraries+=("$work/memory-$arch.a")
            [ "$stem" = roots ] && libraries+=(-lntdll)
            if [ "$stem" = late ]; then
                "$triple-dlltool" -m "$machine" -d "$work/advapi32-$arch.def" -y "$work/delayed.a" $([ $arch = x86 ] && echo --kill-at)
                libraries=("$work/delayed.a" -lkernel32)
            fi
            link_mingw $triple $entry "$stem-gcc-$arch-$level.dll" "${libraries[@]}"
        done
    done
}

clang_msvc() { # source
    local source=source/$1 stem=${1%.*} level more=() exceptions=-fno-exceptions
    [ "$stem" = late ] && more=(/delayload:advapi32.dll)
    [[ "$stem" = lists || "$stem" = members ]] && more=(memory.lib)
    [ "$stem" = roots ] && more=(ntdll.lib)
    [ "$stem" = seh ] && more=(vcruntime140.lib)
    [ "$stem" = library ] && more=(vcruntime140.lib visit.lib)
    [ "$stem" = library ] && exceptions="-fexceptions -fcxx-exceptions"
    for level in O0 O2; do
        output=$stem-clang-x64-$level
        # where compiler and linker run ends up in the PDB, too
        (cd "$work" && clang --target=x86_64-pc-windows-msvc "${flags[@]}" -fms-extensions -g -gcodeview -$level $exceptions -fno-rtti \
            "-ffile-prefix-map=$work=$agent_windows" "-fdebug-compilation-dir=$agent_windows" -c "$source" -o object.obj)
        (cd "$work" && lld-link /dll /nodefaultlib /entry:DllMain /debug /Brepro "/out:$output.dll" "/pdb:$output.pdb" "/pdbaltpath:$output.pdb" \
            /implib:unused.lib object.obj advapi32.lib kernel32.lib "${more[@]}")
        mv "$work/$output.dll" "$work/$output.pdb" bin/
    done
}

definition() { # dll names…
    echo "LIBRARY $1.dll"
    echo EXPORTS
    shift
    printf '%s\n' "$@"
}

advapi32=(RegOpenKeyExW RegOpenKeyExA RegOpenKeyW RegCreateKeyExW RegOpenCurrentUser RegQueryValueExW RegDeleteValueW RegCloseKey)
definition advapi32 "${advapi32[@]}" > "$work/advapi32.def"
definition kernel32 GetModuleHandleA GetProcAddress > "$work/kernel32.def"
definition vcruntime140 __C_specific_handler __CxxFrameHandler3 > "$work/vcruntime140.def"
definition visit Visit > "$work/visit.def"
definition memory Reserve Release Copy > "$work/memory.def"
definition ntdll RtlInitUnicodeString NtOpenKey NtClose RtlNtStatusToDosError > "$work/ntdll.def"
for dll in advapi32 kernel32 vcruntime140 visit memory ntdll; do
    llvm-dlltool -m i386:x86-64 -d "$work/$dll.def" -l "$work/$dll.lib"
done
cp "$work/advapi32.def" "$work/advapi32-x64.def"
definition advapi32 RegOpenKeyExW@20 RegDeleteValueW@8 RegCloseKey@4 > "$work/advapi32-x86.def"
x86_64-w64-mingw32-dlltool -d "$work/memory.def" -l "$work/memory-x64.a"
definition memory Reserve@4 Release@4 Copy@12 > "$work/memory-x86.def"
i686-w64-mingw32-dlltool -k -d "$work/memory-x86.def" -l "$work/memory-x86.a"

# A component with everything that tells it, built once.
definition comsvcs SafeRef > "$work/comsvcs.def"
x86_64-w64-mingw32-dlltool -d "$work/comsvcs.def" -l "$work/comsvcs.a"
x86_64-w64-mingw32-windres include/component.rc -o "$work/resources.o"
compile_mingw x86_64-w64-mingw32 source/component.c -O2
link_mingw x86_64-w64-mingw32 DllMain component-gcc-x64-O2.dll "$work/resources.o" "$work/comsvcs.a" -ladvapi32

# What no compiler at hand writes, in 32-bit code: frames that helpers build, pointers that come in registers and are put away.
for stem in frames registers; do
    i686-w64-mingw32-gcc "-ffile-prefix-map=$PWD=$agent" "-Wa,--debug-prefix-map,$PWD=$agent" -gdwarf-4 -c source/$stem.s -o "$work/object.o"
    link_mingw i686-w64-mingw32 _DllMain@12 $stem-gcc-x86-O0.dll -ladvapi32
done

mcs -target:library -r:System.EnterpriseServices.dll -out:bin/managed.dll managed/settings.cs

for source in keys.c lists.c members.c roots.c orders.cpp late.c; do
    mingw "$source"
    clang_msvc "$source"
done
# only names of MSVC tell that a function is a method
clang_msvc wrapper.cpp

# DLLs that use each other: store.dll opens and closes for client.dll, bridge.dll only forwards.
# For x64, a function has only a number, and is forwarded by it; the linker for x86 forwards names only.
linked_clang() { # level options of the client…
    local level=$1 folder=bin/linked/clang-x64-$1 name
    shift
    mkdir -p "$folder"
    definition store 'Store_Close @7 NONAME' > "$work/store.def"
    definition bridge 'Bridge_Close=store.#7' Bridge_Api=advapi32.RegCloseKey > "$work/bridge.def"
    for name in store bridge client; do
        local options=("/def:$work/$name.def" "/implib:$name.lib")
        [ $name = client ] && options=(/implib:unused.lib store.lib bridge.lib "$@")
        (cd "$work" && clang --target=x86_64-pc-windows-msvc "${flags[@]}" -fms-extensions -g -gcodeview "-$level" -fno-exceptions \
            "-ffile-prefix-map=$work=$agent_windows" "-fdebug-compilation-dir=$agent_windows" -c "linked/$name.c" -o object.obj)
        (cd "$work" && lld-link /dll /nodefaultlib /entry:DllMain /debug /Brepro "/out:$name.dll" "/pdb:$name.pdb" "/pdbaltpath:$name.pdb" \
            object.obj advapi32.lib "${options[@]}")
        mv "$work/$name.dll" "$work/$name.pdb" "$folder/"
    done
}

linked_mingw() { # level
    local folder=bin/linked/gcc-x86-$1 name
    mkdir -p "$folder"
    definition store Store_Open Store_Root Store_Close Store_Touch Store_Frees_Its_Key__ > "$work/store.def"
    definition bridge Bridge_Close=store.Store_Close Bridge_Api@4=advapi32.RegCloseKey > "$work/bridge.def"
    for name in store bridge client; do
        local extra=("$work/$name.def" "-Wl,--out-implib,$work/$name.a")
        [ $name = client ] && extra=("$work/store.a" "$work/bridge.a")
        compile_mingw i686-w64-mingw32 "linked/$name.c" "-$1"
        link_mingw i686-w64-mingw32 _DllMain@12 "linked/gcc-x86-$1/$name.dll" "${extra[@]}" -ladvapi32
    done
}

linked_clang O0
linked_clang O2 /delayload:store.dll
linked_mingw O2

# Exceptions, and code of a library: for x64 alone.
clang_msvc seh.c
clang_msvc library.cpp

# `sha256 of the file  file`, and for what was built, the sources it was built from before it.
{
    echo '# made by build.sh: what was built from what, by SHA-256'
    for file in build.sh include/* linked/* managed/* source/*; do
        sha256sum "$file"
    done
    find bin -type f | LC_ALL=C sort | while read -r file; do
        sha256sum "$file"
    done
} > manifest.txt
