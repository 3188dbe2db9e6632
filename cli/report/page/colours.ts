/** Colours of Okabe and Ito, which colour-blind people tell apart; a grey beside them is --rest in style.css. */

export const COLOURS: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#f0e442",
];
