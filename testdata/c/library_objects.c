/* Objects of GLib own keys: what ends the object may close them. */
#include <windows.h>
#include <glib-object.h>

typedef struct { HKEY handle; int predefined; } KeyPrivate;
typedef struct { GObject parent; KeyPrivate *priv; } Key;

void use(int number);

Key *get_child(Key *parent, const wchar_t *name)
{
    HKEY handle;
    Key *result;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_READ, &handle) != ERROR_SUCCESS) /*//~ user-key-in-object */
        return NULL;
    result = g_object_new(TYPE_KEY, NULL);
    result->priv->handle = handle;
    result->priv->predefined = 0;
    return result;
}

void each_ended(Key *parent, int n)
{
    while (n--) {
        Key *child = get_child(parent, L"a");
        if (child == NULL)
            continue;
        use(child->priv->predefined);
        g_object_unref(child);
    }
}

void each_cleared(Key *parent, int n)
{
    while (n--) {
        Key *child = get_child(parent, L"a");
        if (child == NULL)
            continue;
        if (child->priv->predefined) {
            g_clear_object(&child);
            continue;
        }
        g_clear_object(&child);
    }
}
