// A class that COM can make.
using System.Runtime.InteropServices;
[assembly: ComVisible(false)]
namespace Contoso {
    [ComVisible(true)]
    public class Catalogue {
        public int Two() { return 2; }
    }
}
