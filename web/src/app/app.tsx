// The whole: session, frame, pages.
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { newQueryClient } from "../api/queries";
import { ErrorBoundary } from "../parts/error-page";
import { Toasts } from "../parts/toasts";
import { SessionGate } from "./session";
import { Shell } from "./shell";
import { LeaveDialog, leaveFirst } from "./unsaved";

export function App() {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ErrorBoundary>
        <Router aroundNav={leaveFirst}>
          <SessionGate>
            <Shell />
          </SessionGate>
          <LeaveDialog />
        </Router>
        <Toasts />
      </ErrorBoundary>
    </QueryClientProvider>
  );
}
