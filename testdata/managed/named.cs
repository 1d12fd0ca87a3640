// The same, by its name in the registry.
using System.Runtime.InteropServices;
namespace Contoso {
    [ProgId("Contoso.Stock")]
    public class Stock {
        public int Two() { return 2; }
    }
}
