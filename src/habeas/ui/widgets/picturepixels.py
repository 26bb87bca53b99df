"""The pixels of a page as the screen wants them: made smaller once, not each time it paints."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from habeas.capture.picture import Picture


class Pixels:
    """A picture, and the size of it that was painted last."""

    def __init__(self) -> None:
        self._image = QImage()
        self._rgb = b""  # the image does not copy it
        self._made = QPixmap()

    def set(self, picture: Picture | None) -> None:
        """Show this picture from now on; None: none."""
        self._made = QPixmap()
        if picture is None or picture.width < 1 or picture.height < 1:
            self._image, self._rgb = QImage(), b""
            return
        self._rgb = picture.rgb
        self._image = QImage(
            picture.rgb,
            picture.width,
            picture.height,
            3 * picture.width,
            QImage.Format.Format_RGB888,
        )

    @property
    def width(self) -> int:
        """How many pixels the picture has from left to right; 0: there is none."""
        return self._image.width()

    def paint(self, painter: QPainter, area: QRectF, *, ratio: float) -> None:
        """Paint the picture so that it fills ``area``, on a screen of density ``ratio``."""
        if self._image.isNull():
            return
        size = QSize(max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio)))
        if size.width() >= self._image.width():
            # Larger than it is: Qt draws just what is in sight, and a larger copy would cost much.
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
            return
        if self._made.size() != size:
            ignored, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH
            self._made = QPixmap.fromImage(self._image.scaled(size, ignored, smooth))
        painter.drawPixmap(area, self._made, QRectF(self._made.rect()))


_SMOOTH = Qt.TransformationMode.SmoothTransformation
