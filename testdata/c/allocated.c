/* A structure that one function allocates and fills and another one closes and frees. */
#include <windows.h>
#include <stdlib.h>

struct session {
    HKEY key;
};

static void close_key(HKEY key)
{
    RegCloseKey(key);
}

void *must_allocate(size_t size)
{
    void *memory = malloc(size);
    return memory;
}

struct session *session_open(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key) != ERROR_SUCCESS) //~ user-key-in-object
        return NULL;
    struct session *session = must_allocate(sizeof(*session));
    session->key = key;
    return session;
}

void session_close(struct session *session)
{
    if (session) {
        close_key(session->key);
        free(session);
    }
}

/* The pointer was written through, so it is not NULL where the key is open. */
int tests_the_pointer(void)
{
    struct session *session = session_open();
    if (session != NULL) {
        session_close(session);
        return 1;
    }
    return 0;
}

/* Each round has an object of its own. */
void in_a_loop(int rounds)
{
    while (rounds-- > 0) {
        struct session *session = session_open();
        if (session != NULL)
            session_close(session);
    }
}

/* Code that was not seen gets the object: its key belongs to an object from there on. */
void hands_it_on(void)
{
    struct session *session = session_open();
    keep_session(session);
}

int forgets_it(int early)
{
    struct session *session = session_open(); //~? leaked-user-key
    if (early)
        return 1;
    session_close(session);
    return 0;
}
