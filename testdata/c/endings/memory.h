#define sure(type) ((type *)sure_memory(sizeof(type)))
void *sure_memory(size_t size);
void *maybe_memory(size_t size);
