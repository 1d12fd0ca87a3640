#!/bin/sh
# Builds the assemblies beside it; needs mcs of Mono (Debian: mono-mcs, libmono-system-enterpriseservices4.0-cil).
set -e
cd "$(dirname "$0")"
for name in helper named serviced visible; do
    mcs -target:library -r:System.EnterpriseServices.dll -out:$name.dll $name.cs
done
