// The whole: session, frame, pages.
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Route, Router, Switch } from "wouter";
import { newQueryClient } from "../api/queries";
import { ErrorBoundary } from "../parts/error-page";
import { Loading } from "../parts/states";
import { Toasts } from "../parts/toasts";
import { SessionGate } from "./session";
import { Shell } from "./shell";
import { LeaveDialog, leaveFirst } from "./unsaved";

const Shared = lazy(() => import("../pages/shared/page"));

export function App() {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ErrorBoundary>
        <Router aroundNav={leaveFirst}>
          <Switch>
            <Route path="/s/*?">
              <Suspense fallback={<Loading />}>
                <Shared />
              </Suspense>
            </Route>
            <Route>
              <SessionGate>
                <Shell />
              </SessionGate>
            </Route>
          </Switch>
          <LeaveDialog />
        </Router>
        <Toasts />
      </ErrorBoundary>
    </QueryClientProvider>
  );
}
