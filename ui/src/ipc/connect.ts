import type { Client } from './client';

/** The engine behind the native bridge; in a plain browser, while developing, the invented one. */
export async function connect(): Promise<Client> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { FakeClient } = await import('./fake');
    return FakeClient.fromAddress(location.search);
  }
  const { TauriClient } = await import('./tauri');
  return new TauriClient();
}
