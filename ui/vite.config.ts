import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  build: { target: 'safari17', outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  // Component tests mount in a simulated page, so they need Svelte's browser half.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], restoreMocks: true, setupFiles: ['src/lib/testing/setup.ts'] },
}));
