"""The one stylesheet of the program, filled in with the colours and sizes in use."""

from __future__ import annotations

from string import Template

from habeas import paths
from habeas.ui.colours import Tokens


def stylesheet(colours: Tokens, scale: float, *, radius: int, serif: str) -> str:
    """The stylesheet of the whole program; lengths in pixels, words in points times ``scale``."""
    names = {
        name: getattr(colours, name) for name in Tokens.__slots__ if name not in ("dark", "kinds")
    }
    sizes = {"small": 8.5, "body": 10.0, "strong": 11.0, "large": 13.0, "headline": 16.0}
    points = {f"pt_{name}": f"{size * scale:.1f}pt" for name, size in sizes.items()}
    pixels = {"px_icon": 17, "px_arrow": 14, "px_side": 22, "px_box": 16, "px_round": 8}
    lengths = {name: f"{round(size * scale)}px" for name, size in pixels.items()}
    icons = (paths.resources() / "icons").as_posix()
    return _SHEET.substitute(
        names | points | lengths, icons=icons, serif=serif, radius=f"{radius}px"
    )


_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 6px; }
QLabel[role="title"] { font-size: $pt_large; font-weight: bold; }
QLabel[role="headline"] { font-family: "$serif"; font-size: $pt_headline; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="hint"] { color: $muted; font-size: $pt_small; }
QLabel[role="caption"] { color: $muted; font-size: $pt_small; font-weight: bold; }
QLabel[role="error"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: 8px; }
QFrame[role="note"] { background: $warning_fill; border: 1px solid $warning; border-radius: 8px; }
QFrame[role="toast"] { background: $raised; border: 1px solid $edge; border-radius: 8px; }
QFrame[role="banner"] { background: $warning; border: none; }
QFrame[role="banner"] QLabel { color: $paper; font-weight: bold; }
QFrame[role="banner"] QPushButton:focus { border: 2px solid $text; }
QFrame[role="quiet-banner"] { background: $warning_fill; border: none;
  border-bottom: 1px solid $warning; }
QFrame[role="bar"] { background: $paper; border: none; border-bottom: 1px solid $line; }

QPushButton, QToolButton { background: $paper; color: $text; border: 1px solid $edge;
  border-radius: $radius; padding: 5px 11px; }
QToolButton { padding: 4px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialogButtonBox, QMessageBox { button-layout: 0; }
QPushButton, QToolButton, QMenu, QLineEdit, QTabBar { icon-size: $px_icon; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
  background: $selected; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $line; }
QPushButton:default { border-color: $accent; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 10px; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent;
  border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $focus; }
QToolButton[popupMode="1"] { padding-right: 16px; }
QToolButton::menu-indicator, QPushButton::menu-indicator {
  image: url("$icons/arrow-down.svg"); width: $px_arrow; height: $px_arrow; right: 3px;
  subcontrol-position: right center; subcontrol-origin: padding; }
QPushButton::menu-indicator { right: 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $paper;
  color: $text; border: 1px solid $edge; border-radius: $radius; padding: 4px 7px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 3px 6px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"],
QAbstractSpinBox[invalid="true"] { border-color: $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  background: $window; color: $disabled; border-color: $line; }
QLineEdit:read-only { background: $window; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; background: $paper; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: $px_side;
  subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow, QAbstractSpinBox::down-arrow {
  image: url("$icons/arrow-down.svg"); width: $px_arrow; height: $px_arrow; }
QAbstractSpinBox::up-arrow { image: url("$icons/arrow-up.svg"); width: $px_arrow;
  height: $px_arrow; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: $px_side; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { padding: 0 6px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $edge;
  outline: 0; selection-background-color: $selected; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent;
  border-radius: $radius; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
  width: $px_box; height: $px_box; border: 1px solid $muted; border-radius: 4px;
  background: $paper; }
QRadioButton::indicator { border-radius: $px_round; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
  border-color: $accent; image: url("$icons/accept-on.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url("$icons/radio-on.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $line;
  border-color: $line; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }

QAbstractItemView { background: $paper; alternate-background-color: $window; color: $text;
  border: 2px solid transparent; selection-background-color: $selected; selection-color: $text; }
QTableView { gridline-color: $line; outline: 0; }
QTableView::item { padding: 3px 6px; }
QTableView:focus, QListView:focus, QTreeView:focus { border-color: $focus; }
QListView[role="sidebar"], QListView[role="sidebar"]:focus { background: transparent;
  border: none; }
QHeaderView { background: $paper; border: none;
  qproperty-defaultAlignment: "AlignLeft | AlignVCenter"; }
QHeaderView::section { background: $paper; color: $muted; font-size: $pt_small; font-weight: bold;
  border: none; border-bottom: 1px solid $line; padding: 6px 8px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::down-arrow { image: url("$icons/arrow-down.svg"); width: $px_arrow; }
QHeaderView::up-arrow { image: url("$icons/arrow-up.svg"); width: $px_arrow; }
QTableCornerButton::section { background: $paper; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $edge; border: 2px solid transparent; border-radius: 5px;
  background-clip: padding; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QMenuBar { background: $paper; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { background: transparent; padding: 5px 10px; }
QMenuBar::item:selected { background: $selected; border-radius: 4px; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QToolBar { background: $paper; border: none; border-bottom: 1px solid $line; spacing: 6px;
  padding: 4px 8px; }
QStatusBar { background: $paper; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px;
  border: 2px solid transparent; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { border-color: $focus; border-radius: 4px; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 1.2em; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $muted; }
QProgressBar { background: $line; color: $text; border: none; border-radius: 4px;
  text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")
