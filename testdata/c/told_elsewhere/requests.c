// What a request is about is not known here.
#include "database.h"

void keep_what_is_asked_for(void *request)
{
    keep_entry(entry_of(request));
}
