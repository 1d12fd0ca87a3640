/* Nothing here names the registry: the file is read only for the macro. */
#define open_it(name, key) open_user(__FILE__, __LINE__, name, key)
