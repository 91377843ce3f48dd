import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** chunkName gives each page a name of its own: pages/threats/page.tsx is built into assets/page-threats.js. */
function chunkName(chunk: { facadeModuleId?: string | null }): string {
  const topic = /\/pages\/([^/]+)\/page\.tsx$/.exec(chunk.facadeModuleId ?? "")?.[1];
  return topic ? `assets/page-${topic}.js` : "assets/[name].js";
}

// The server that the pages are tried with.
const backend = process.env.CORDON ?? "http://127.0.0.1:8080";
const proxy = { "/api": backend, "/auth": backend };

// What is built is committed and embedded in the program, so names are stable: no hashes in them.
export default defineConfig({
  plugins: [react()],
  base: "/",
  build: {
    target: ["chrome123", "firefox120", "safari17.5"], // the first that know light-dark() in CSS
    outDir: "../internal/server/web/dist",
    emptyOutDir: true,
    cssCodeSplit: false, // one style.css, whatever pages there are
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: chunkName,
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  // The stub that starts a worker has the name of its source already.
  worker: { rolldownOptions: { output: { entryFileNames: "assets/worker-[name].js" } } },
  server: { proxy },
  preview: { proxy },
});
