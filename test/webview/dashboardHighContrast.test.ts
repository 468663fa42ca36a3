import { checkThemes } from "./checkThemes.ts";

checkThemes("darkHighContrast", "lightHighContrast");
