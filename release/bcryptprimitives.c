// Wine 8 lacks this library of Windows, which Rust's std asks for random bytes: a program that needs it
// ends without a word. For the prefix of release/smoke alone; never shipped.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
  return SystemFunction036(bytes, (ULONG)count);
}
