using Microsoft.Win32;
using System.EnterpriseServices;
namespace Contoso {
    public class Orders : ServicedComponent {
        static RegistryKey key;
        public object Timeout() {
            if (key == null) key = Registry.CurrentUser.OpenSubKey("Software\\Contoso");
            return key.GetValue("Timeout");
        }
        public void Forget() { key.Close(); key = null; }
    }
    public class Plain { public int Two() { return 2; } }
}
