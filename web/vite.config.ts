import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// What is built is committed and embedded in the program, so names are stable: no hashes in them.
export default defineConfig({
  plugins: [react()],
  base: "/",
  build: {
    outDir: "../internal/server/web/dist",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/auth": "http://127.0.0.1:8080" } },
});
