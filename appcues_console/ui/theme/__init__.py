"""How the console looks: named colours, sizes, fonts and icons, and the style made of them."""
