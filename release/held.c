// Holds a file open as Excel does (others may read it) or alone, while another program runs: for
// release/smoke, under wine.
//   held read|alone FILE PROGRAM [ARGUMENT ...]
#include <process.h>
#include <wchar.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
  if (count < 4) return 2;
  DWORD others = wcscmp(words[1], L"read") == 0 ? FILE_SHARE_READ : 0;
  HANDLE file = CreateFileW(words[2], GENERIC_READ | GENERIC_WRITE, others, NULL, OPEN_EXISTING, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return 2;
  return (int)_wspawnv(_P_WAIT, words[3], (const wchar_t *const *)(words + 3));
}
