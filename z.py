try: r=__import__('ctypes').create_string_buffer(10**12) if 0 else 1; print("ok",type(r))
except (MemoryError,OverflowError,ValueError) as e: print(type(e).__name__, e)
