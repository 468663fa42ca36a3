import * as vscode from "vscode";
import { withoutKeys } from "../api/adminKey.ts";
import type { Disposable } from "../domain/emitter.ts";
import { asSpendError } from "../domain/errors.ts";
import { defaultView, type ViewQuery } from "../domain/viewQuery.ts";
import { pageRows, pageState, rowsRevision } from "../model/dashboard.ts";
import type { Log } from "../model/log.ts";
import { receiveMessage } from "../model/receiveMessage.ts";
import type { SavedView } from "../model/savedViews.ts";
import type { Session } from "../model/session.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { Handlers, Message, ToHost, ToPage } from "../shared/protocol.ts";
import { dashboardHtml } from "./dashboardHtml.ts";
import { remedyCommands } from "./remedyCommands.ts";
import { repaintOn } from "./repaint.ts";
import { saveExport } from "./saveExport.ts";
import type { SavedViews } from "./savedViews.ts";

export const dashboardType = "openaiSpend.dashboard";

/**
 * One dashboard: holds its question, and sends what answers it. A page that VS Code restores knows its question better,
 * and is sent nothing before it says so; a new one is sent the answer while it is still loading, since VS Code holds
 * messages back until then, and asks only where none has come.
 */
export class DashboardPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #model: UsageModel;
  readonly #views: SavedViews;
  readonly #log: Log;
  readonly #handlers: Handlers<ToHost>;
  readonly #owned: readonly Disposable[];
  #query: ViewQuery = defaultView;
  /** A question set by a command outranks what the page remembers. */
  #pointed = false;
  /** Nothing was asked yet. */
  #isNew: boolean;
  /** How a saved view is to be looked at, until the page can be told. */
  #look: string | undefined;
  /** The last that a page was told, which may have been thrown away before it drew. */
  #toldLook: string | undefined;
  #ready: boolean;
  /** What the rows on the page were made of; the same is not sent again. */
  #sentRows = "";
  #sentSession: Session | undefined;

  /** @param panel restored by VS Code, where it is not `isNew` */
  constructor(panel: vscode.WebviewPanel, isNew: boolean, extensionUri: vscode.Uri, model: UsageModel, views: SavedViews, log: Log) {
    this.#panel = panel;
    this.#isNew = isNew;
    this.#ready = isNew;
    this.#model = model;
    this.#views = views;
    this.#log = log;
    const dist = vscode.Uri.joinPath(extensionUri, "dist");
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "media", "dashboard.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.#handlers = {
      ready: ({ view }) => {
        this.#ready = true;
        this.#sentRows = "";
        if (!view) this.#look ??= this.#toldLook; // a page that has drawn has kept its view, and its look with it
        this.#ask(view && !this.#pointed ? view : this.#query);
      },
      setView: (query) => {
        this.#ask(query);
      },
      refresh: () => model.refresh(),
      stillThere: () => {
        this.#send();
      },
      saveExport: (file) => {
        this.#tell(saveExport(file));
      },
      saveView: ({ query, look }) => {
        this.#tell(views.save(query, look));
      },
      openView: ({ name }) => {
        const view = views.find(name);
        if (view) this.revealView(view);
      },
      deleteView: ({ name }) => {
        this.#tell(views.delete(name));
      },
      copyAsCurl: () => {
        call("openaiSpend.copyAsCurl");
      },
      act: (action) => {
        call(remedyCommands[action]);
      },
    };
    this.#owned = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        receiveMessage(value, this.#handlers, log);
      }),
      repaintOn(model, () => {
        this.#send();
      }),
      views.onDidChange(() => {
        this.#send();
      }),
      // A hidden page is thrown away; the one that replaces it says `ready` again.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    ];
    panel.webview.html = dashboardHtml(panel.webview, dist);
  }

  get query(): ViewQuery {
    return this.#query;
  }

  /** Brings the panel to the front, on a question where one is given. */
  reveal(query?: ViewQuery): void {
    this.#panel.reveal();
    if (query) this.#pointed = true;
    if (query || this.#isNew) this.#ask(query ?? this.#query);
    this.#isNew = false;
  }

  /** The same, looked at as when it was saved. */
  revealView({ query, look }: SavedView): void {
    this.#look = look;
    this.reveal(query);
  }

  dispose(): void {
    this.#model.hide(this);
    for (const item of this.#owned) item.dispose();
  }

  #ask(query: ViewQuery): void {
    this.#query = query;
    this.#send();
    void this.#model.show(this, query);
  }

  #send(): void {
    if (!this.#ready) return;
    this.#post({ type: "state", body: pageState(this.#model, this.#query, this.#views.all.map(({ name }) => name)) });
    if (this.#look !== undefined) {
      this.#post({ type: "look", body: { look: this.#look } });
      this.#toldLook = this.#look;
      this.#look = undefined;
    }
    const made = rowsRevision(this.#model, this.#query);
    if (made === this.#sentRows && this.#model.session === this.#sentSession) return;
    const rows = pageRows(this.#model, this.#query);
    if (!rows) return;
    this.#sentRows = made;
    this.#sentSession = this.#model.session;
    this.#post({ type: "rows", body: rows });
  }

  /** What goes wrong is told in words, as of a command. */
  #tell(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#log.error(withoutKeys(String(error)));
      void vscode.window.showErrorMessage(asSpendError(error).message);
    });
  }

  #post(message: Message<ToPage>): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** A button of the page runs the same command as the palette, behind the same wrapper for what goes wrong. */
function call(command: string): void {
  void vscode.commands.executeCommand(command);
}
