import { checkThemes } from "./checkThemes.ts";

checkThemes("darkModern", "lightModern");
