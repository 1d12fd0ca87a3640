// COM+ components that do nothing with the registry: one by its base, one by its base's base.
using System.EnterpriseServices;
namespace Contoso {
    public class Prices : ServicedComponent {
        public int Two() { return 2; }
    }
    public class Discounts : Prices {
        public int Three() { return 3; }
    }
}
