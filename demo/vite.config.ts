import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `make dev` listens. */
const backend = `http://127.0.0.1:${process.env['IPELYA_LOCAL_PORT'] ?? 54321}`;

export default defineConfig({
  base: '/demo/',
  plugins: [react()],
  resolve: {
    alias: { '@': fileURLToPath(new URL('src', import.meta.url)) },
    // the client beside this folder is linked, and has a supabase-js of its own to be tested with
    dedupe: ['@supabase/supabase-js'],
  },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 700 },
  server: {
    // page and API have one address, as behind the gateway
    proxy: {
      '^/(auth|rest|functions|storage|realtime)/v1': { target: backend, ws: true },
      '^/(api/live|test/pay)/': backend,
      '/demo/config.json': backend,
    },
  },
});
