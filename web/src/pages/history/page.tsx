// How the folder of a project came to be: its revisions, what differs between two of them, and going back.
import { Route, Switch } from "wouter";
import { ComparePage } from "./compare";
import { ListPage } from "./list";
import { RevisionPage } from "./revision";

export default function HistoryPage() {
  return (
    <Switch>
      <Route path="/history" component={ListPage} />
      <Route path="/history/compare" component={ComparePage} />
      <Route path="/history/:id">{({ id }) => <RevisionPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
