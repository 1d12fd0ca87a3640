// As a tree has them that ships WIL: the macros call functions that throw or return, which nobody needs to read.
#define __FAIL_FN(name) wil::details::name<__COUNTER__>
#define __FAIL_INFO(code) _ReturnAddress(), __LINE__, __FILE__, code,
#define THROW_IF_WIN32_ERROR(win32err) __FAIL_FN(Throw_IfWin32Error)(__FAIL_INFO(#win32err) win32err)
#define RETURN_IF_WIN32_ERROR(win32err) __RETURN_WIN32_FAIL(win32err, #win32err)
