import "./focusVisibleProbe.ts";
import { provideVSCodeDesignSystem, vsCodeDropdown, vsCodeOption } from "@vscode/webview-ui-toolkit";

/**
 * What is used of the toolkit, as a script of its own: two fifths of the page, and no number waits for it. To load it is
 * to bring the page's controls to life.
 */
provideVSCodeDesignSystem().register(vsCodeDropdown(), vsCodeOption());
