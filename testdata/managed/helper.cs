// What every assembly says of itself; nothing of it is for COM.
using System.Runtime.InteropServices;
[assembly: ComVisible(false)]
[assembly: Guid("5C0D1B1A-3C1E-4F6B-9E0B-6B6E4B2F7A11")]
namespace Contoso {
    public class Rounding {
        public int Two() { return 2; }
    }
}
